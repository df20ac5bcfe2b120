//===- NlohmannRoundTrip.cpp - The yardstick: parse and dump --------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a file, parses it into nlohmann's ordered DOM and dumps that, compact.
// Prints the milliseconds that parsing and dumping took on the processor;
// reading and writing are not counted, nor is taking the DOM apart.
//
//===----------------------------------------------------------------------===//

#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

int main(int argc, char **argv) {
  std::ifstream file(argc == 2 ? argv[1] : "");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::clock_t start = std::clock();
  auto *document =
      new nlohmann::ordered_json(nlohmann::ordered_json::parse(text));
  std::string dumped = document->dump();
  std::clock_t end = std::clock();
  std::cout << 1e3 * (end - start) / CLOCKS_PER_SEC << '\n';
  return dumped.empty();
}
