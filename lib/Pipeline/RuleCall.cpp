//===- RuleCall.cpp - Rules as they are spelled on a command line -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/RuleCall.h"
#include "pg/Support/PipelineText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <cassert>

using namespace pg;
using llvm::ArrayRef;
using llvm::StringRef;

static void appendEncoded(StringRef text, std::string &out) {
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte != 0x7f && !StringRef("%&=?#").contains(c)) {
      out += c;
      continue;
    }
    out += '%';
    out += llvm::hexdigit(byte >> 4);
    out += llvm::hexdigit(byte & 15);
  }
}

static std::string printUri(const RuleCall &call) {
  std::string uri = call.name;
  char separator = '?';
  for (const RuleArgument &argument : call.arguments) {
    uri += separator;
    separator = '&';
    if (!argument.isPositional())
      uri += argument.key + '=';
    appendEncoded(argument.value, uri);
  }
  return uri;
}

std::string pg::printRuleCall(const RuleCall &call) {
  if (call.isUri)
    return printUri(call);
  if (call.arguments.empty())
    return call.name;
  std::string options;
  for (const RuleArgument &argument : call.arguments) {
    assert(!argument.isPositional() && "a pipeline's options have names");
    options += options.empty() ? "" : " ";
    options += argument.key;
    if (argument.hasValue)
      options += '=' + printPipelineValue(argument.value);
  }
  return call.name + '{' + options + '}';
}

std::string pg::printPipeline(ArrayRef<RuleCall> calls) {
  std::string pipeline;
  while (!calls.empty()) {
    StringRef anchor = calls.front().anchor;
    ArrayRef<RuleCall> same = calls.take_while(
        [&](const RuleCall &call) { return call.anchor == anchor; });
    calls = calls.drop_front(same.size());
    pipeline += pipeline.empty() ? "" : ",";
    std::string elements =
        llvm::join(llvm::map_range(same, printRuleCall), ",");
    pipeline += anchor.empty() ? elements : anchor.str() + '(' + elements + ')';
  }
  return pipeline;
}
