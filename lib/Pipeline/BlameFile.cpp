//===- BlameFile.cpp - Saves where values come from -----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlameFile.h"
#include "nlohmann/json.hpp"
#include "pg/Support/InputFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

using namespace mlir;
using namespace pg;
using Json = nlohmann::ordered_json;

std::string pg::blameFileOf(StringRef file) { return (file + ".blame").str(); }

static std::string digestOf(StringRef text) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(text)),
                     /*LowerCase=*/true);
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

static Json toJson(const BlamedRule &rule) {
  Json json = {{"call", rule.call},
               {"version", rule.version},
               {"number", rule.number},
               {"run", rule.run}};
  if (!rule.recipe.empty())
    json["recipe"] = rule.recipe;
  return json;
}

static Json toJson(const Origins::Entry &entry) {
  Json json = {{"path", entry.path}};
  Json steps = Json::array();
  for (const Origin::Step &step : entry.origin.steps) {
    Json &written = steps.emplace_back(Json{{"rule", step.rule}});
    if (step.old)
      written["was"] = *step.old;
  }
  if (!steps.empty())
    json["set"] = std::move(steps);
  if (!entry.origin.place.empty())
    json["from"] = entry.origin.place;
  return json;
}

void pg::printBlameFile(const Origins &origins, StringRef text,
                        raw_ostream &os) {
  // One a line, as they are looked through and compared.
  auto printAll = [&](const auto &entries) {
    StringRef separator = "\n    ";
    for (const auto &entry : entries) {
      // Lone surrogates, which JSON's own text cannot hold, become marks.
      os << separator
         << toJson(entry).dump(-1, ' ', false, Json::error_handler_t::replace);
      separator = ",\n    ";
    }
  };
  os << "{\n  \"version\": 1,\n  \"sha256\": \"" << digestOf(text)
     << "\",\n  \"rules\": [";
  printAll(origins.rules);
  os << "\n  ],\n  \"values\": [";
  printAll(origins.values);
  os << "\n  ]\n}\n";
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// The text that a key holds; fails if it holds anything else.
static bool readText(const Json &json, const char *key, std::string &text,
                     bool isRequired = true) {
  auto found = json.find(key);
  if (found == json.end())
    return !isRequired;
  if (!found->is_string())
    return false;
  text = found->get<std::string>();
  return true;
}

static bool readNumber(const Json &json, const char *key, unsigned &number) {
  auto found = json.find(key);
  if (found == json.end() || !found->is_number_unsigned() ||
      found->get<uint64_t>() > std::numeric_limits<unsigned>::max())
    return false;
  number = found->get<unsigned>();
  return true;
}

static bool readRule(const Json &json, BlamedRule &rule) {
  return json.is_object() && readText(json, "call", rule.call) &&
         readText(json, "version", rule.version) &&
         readText(json, "recipe", rule.recipe, /*isRequired=*/false) &&
         readNumber(json, "number", rule.number) &&
         readNumber(json, "run", rule.run);
}

static bool readEntry(const Json &json, size_t numRules,
                      Origins::Entry &entry) {
  if (!json.is_object() || !readText(json, "path", entry.path) ||
      !readText(json, "from", entry.origin.place, /*isRequired=*/false))
    return false;
  auto steps = json.find("set");
  if (steps == json.end())
    return true;
  if (!steps->is_array())
    return false;
  for (const Json &written : *steps) {
    Origin::Step step;
    if (!written.is_object() || !readNumber(written, "rule", step.rule) ||
        step.rule >= numRules)
      return false;
    if (written.contains("was") &&
        !readText(written, "was", step.old.emplace()))
      return false;
    entry.origin.steps.push_back(std::move(step));
  }
  return true;
}

static bool readOrigins(const Json &json, Origins &origins) {
  auto rules = json.find("rules"), values = json.find("values");
  if (rules == json.end() || !rules->is_array() || values == json.end() ||
      !values->is_array())
    return false;
  for (const Json &rule : *rules)
    if (!readRule(rule, origins.rules.emplace_back()))
      return false;
  for (const Json &value : *values)
    if (!readEntry(value, origins.rules.size(), origins.values.emplace_back()))
      return false;
  return true;
}

FailureOr<Origins> pg::readBlameFile(StringRef file, StringRef text,
                                     std::string &problem) {
  std::string name = blameFileOf(file);
  auto buffer = openFile(name);
  if (!buffer && buffer.getError() == std::errc::no_such_file_or_directory)
    return Origins();
  auto fail = [&](const Twine &message) {
    problem = ("'" + name + "' " + message).str();
    return failure();
  };
  if (!buffer)
    return fail("cannot be read: " + buffer.getError().message());
  Json json = Json::parse((*buffer)->getBufferStart(),
                          (*buffer)->getBufferEnd(), nullptr,
                          /*allow_exceptions=*/false);
  std::string digest;
  unsigned version;
  if (!json.is_object() || !readNumber(json, "version", version) ||
      version != 1 || !readText(json, "sha256", digest))
    return fail("is nothing that --blame has saved");
  if (digest != digestOf(text))
    return fail("is of another content of '" + file +
                "', which was changed since");
  Origins origins;
  if (!readOrigins(json, origins))
    return fail("is nothing that --blame has saved");
  return origins;
}
