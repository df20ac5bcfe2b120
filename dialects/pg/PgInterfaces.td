//===- PgInterfaces.td - Interfaces of the pg dialect ------*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_INTERFACES_TD
#define PG_INTERFACES_TD

include "mlir/IR/OpBase.td"

def Pg_ContainerOpInterface : OpInterface<"ContainerOpInterface"> {
  let cppNamespace = "::pg";
  let description = [{
    What components, lists, dictionaries, tuples and the root of an experiment
    have in common: a sequence of fields, each a constant or a child.
    Read and write it through `pg::Field`.
  }];
  let methods = [
    InterfaceMethod<"The constants and the places of the children, in order.",
      "::pg::SlotList &", "slots", (ins), [{
        return $_op.getProperties().slots;
      }]>
  ];
  let extraClassDeclaration = [{
    unsigned getNumFields() { return slots().size(); }
    ::pg::Field getField(unsigned index);
    /// The field of that name, or a null field.
    ::pg::Field getField(::llvm::StringRef name);
    ::llvm::iterator_range<::pg::FieldIterator> getFields();
  }];
  let verify = "return ::pg::detail::verifySlots($_op);";
}

#endif // PG_INTERFACES_TD
