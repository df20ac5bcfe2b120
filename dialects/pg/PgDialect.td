//===- PgDialect.td - The pg dialect -----------------------*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_DIALECT_TD
#define PG_DIALECT_TD

include "mlir/IR/OpBase.td"

def Pg_Dialect : Dialect {
  let name = "pg";
  let summary = "Machine-learning experiments as trees of symbolic components";
  let description = [{
    An experiment is a tree of components (objects of declared classes), lists,
    dictionaries, tuples and constants. Every component is an operation, every
    child an operand, every constant a slot of its parent; the block is flat,
    with children before their parents.

    ```mlir
    pg.library @keras {
      pg.class @keras.layers.Dense plays ["dense"] {
        pg.field "units" : !pg.int<min = 1> role "width"
      }
    }
    pg.experiment @classifier {
      %model = pg.object @keras.layers.Dense(units = 10)
      %root = pg.dict {model = %model, epochs = 3}
      pg.return %root
    }
    ```
  }];
  let cppNamespace = "::pg";
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let extraClassDeclaration = [{
    /// Keeps \p source alive as long as the context: text slices and locations
    /// of the operations point into it. Thread-safe.
    Source &addSource(std::unique_ptr<Source> source);

    /// The source whose text holds \p position, or null. Thread-safe.
    Source *findSource(const char *position);

    void registerAttributes();
    void registerTypes();

  private:
    std::vector<std::unique_ptr<Source>> sources;
    std::unique_ptr<std::mutex> sourcesMutex = std::make_unique<std::mutex>();
  }];
}

#endif // PG_DIALECT_TD
