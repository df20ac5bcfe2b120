//===- Import.cpp - PyGlove's JSON into the pg dialect --------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Import/Import.h"
#include "JsonReader.h"

using namespace mlir;
using namespace pg;

/// The spaces before the first item, if the text is laid out in lines as
/// json.dumps(indent=…) does.
static std::optional<uint64_t> findIndent(StringRef text) {
  text = text.ltrim();
  if (text.empty() || (text.front() != '{' && text.front() != '['))
    return std::nullopt;
  text = text.drop_front();
  StringRef space = text.take_while(
      [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  size_t line = space.rfind('\n');
  if (line == StringRef::npos)
    return std::nullopt;
  return space.drop_front(line + 1).size();
}

FailureOr<ExperimentOp> pg::importExperiment(Source &source, ModuleOp module,
                                             StringRef name) {
  MLIRContext *context = module.getContext();
  StringRef text = source.getText();
  OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
  Location loc(source.getLoc(context, text.data()));
  if (text.size() > std::numeric_limits<uint32_t>::max())
    return emitError(loc) << "larger than 4 GiB, the most that is read at once";

  OperationState state(loc, ExperimentOp::getOperationName());
  Block *body = &state.addRegion()->emplaceBlock();
  auto experiment = cast<ExperimentOp>(builder.create(state));
  experiment.setSymName(name);
  experiment.setIndent(findIndent(text));
  experiment.setFinalNewline(text.ends_with("\n"));

  JsonReader reader(source, body, body->end());
  FailureOr<NewValue> root = reader.read();
  if (failed(root)) {
    experiment.erase();
    return failure();
  }
  builder.setInsertionPointToEnd(body);
  OperationState exit(loc, ReturnOp::getOperationName());
  if (root->child)
    exit.addOperands(root->child);
  auto terminator = cast<ReturnOp>(builder.create(exit));
  slotsOf(terminator).push_back(root->child ? Slot::child(0) : root->constant);
  return experiment;
}

FailureOr<NewValue> pg::importValue(Source &source, OpBuilder &builder) {
  JsonReader reader(source, builder.getInsertionBlock(),
                    builder.getInsertionPoint());
  return reader.read();
}
