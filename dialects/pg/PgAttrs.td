//===- PgAttrs.td - Attributes of the pg dialect -----------*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_ATTRS_TD
#define PG_ATTRS_TD

include "PgDialect.td"
include "mlir/IR/AttrTypeBase.td"

class Pg_Attr<string name, string mnemonic_, list<Trait> traits = []>
    : AttrDef<Pg_Dialect, name, traits> {
  let mnemonic = mnemonic_;
}

def Pg_ShapeAttr : Pg_Attr<"Shape", "shape"> {
  let summary = "A class and the names of its fields, in order";
  let description = [{
    What all components of one spelling share: the class name (empty for a
    dictionary) and the field names in order. It is uniqued, so that a field is
    looked up, and a class checked, once per shape and not once per component.

    Example: `#pg.shape<@keras.layers.Conv2D, ["filters", "kernel_size"]>`
  }];
  let parameters = (ins "::mlir::StringAttr":$className,
      ArrayRefParameter<"::mlir::StringAttr">:$names);
  let hasCustomAssemblyFormat = 1;
  let extraClassDeclaration = [{
    /// The position of \p name, if it is there. Linear in the number of names.
    std::optional<unsigned> find(::llvm::StringRef name) const;
    bool isDict() const { return getClassName().empty(); }
  }];
}

def Pg_NoneAttr : Pg_Attr<"None", "none"> {
  let summary = "Python's None";
}

def Pg_TupleAttr : Pg_Attr<"Tuple", "tuple"> {
  let summary = "A tuple of constants";
  let description = "Example: `#pg.tuple<(3, 3)>`";
  let parameters = (ins ArrayRefParameter<"::mlir::Attribute">:$elements);
  let hasCustomAssemblyFormat = 1;
}

def Pg_RecordAttr : Pg_Attr<"Record", "record"> {
  let summary = "A constant dictionary or component, in order";
  let description = [{
    The default value of a field, or a candidate of an enumeration, that is a
    dictionary (`#pg.record<{a = 1}>`) or a component
    (`#pg.record<@optim.Adam(learning_rate = 1.0e-3)>`).
  }];
  let parameters = (ins "::pg::ShapeAttr":$shape,
      ArrayRefParameter<"::mlir::Attribute">:$values);
  let hasCustomAssemblyFormat = 1;
}

def Pg_GlobalAttr : Pg_Attr<"Global", "global"> {
  let summary = "A class, function or method, by its name in Python";
  let description = [{
    `kind` is `class`, `function` or `method`. As a constant of a field it is
    written `class @optim.Adam`.

    Example: `#pg.global<"class", "optim.Adam">`
  }];
  let parameters = (ins "::mlir::StringAttr":$kind, "::mlir::StringAttr":$name);
  let assemblyFormat = "`<` $kind `,` $name `>`";
  let genVerifyDecl = 1;
}

def Pg_JsonAttr : Pg_Attr<"Json", "json"> {
  let summary = "A value carried as the JSON text it came as";
  let description = [{
    A scalar whose spelling is not Python's own (`1.50`, `-0`), an integer past
    64 bits, or a value that is carried verbatim (an opaque pickle, a function
    with its code). Example: `#pg.json<"1.50">`
  }];
  let parameters = (ins "::mlir::StringAttr":$text);
  let assemblyFormat = "`<` $text `>`";
  let genVerifyDecl = 1;
}

def Pg_TermAttr : Pg_Attr<"Term", "term"> {
  let summary = "What a check computes of fields and numbers";
  let description = [{
    `len` of a field, a `product` of fields, numbers and lengths, or a `sum` of
    these and of products. Fields are named by strings. In a `pg.check` it is
    written `sum("low", product(2, "step"))`.

    Example: `#pg.term<"product", ["heads", "head_width"]>`
  }];
  let parameters = (ins "::mlir::StringAttr":$operation,
      ArrayRefParameter<"::mlir::Attribute">:$operands);
  let assemblyFormat = "`<` $operation `,` `[` $operands `]` `>`";
  let genVerifyDecl = 1;
}

def Pg_SourceLocAttr : LocationAttrDef<Pg_Dialect, "SourceLoc"> {
  let mnemonic = "source";
  let summary = "A place in the text that an experiment was read from";
  let description = [{
    Two words, allocated beside the text and not uniqued, since an experiment
    has one per component; line and column are computed when somebody asks.
    It prints as a builtin file location and reads back as one.
  }];
  let parameters = (ins "const ::pg::Source *":$source, "const char *":$position);
  let genStorageClass = 0;
  let genAccessors = 0;
  let storageClass = "SourceLocStorage";
  let storageNamespace = "detail";
  let hasCustomAssemblyFormat = 1;
  let skipDefaultBuilders = 1;
  let extraClassDeclaration = [{
    const ::pg::Source &getSource() const;
    const char *getPosition() const;
  }];
}

#endif // PG_ATTRS_TD
