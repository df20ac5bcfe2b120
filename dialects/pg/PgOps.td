//===- PgOps.td - Operations of the pg dialect -------------*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_OPS_TD
#define PG_OPS_TD

include "PgAttrs.td"
include "PgInterfaces.td"
include "PgTypes.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Pg_Op<string mnemonic, list<Trait> traits = []>
    : Op<Pg_Dialect, mnemonic, traits>;

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

def Pg_LibraryOp : Pg_Op<"library", [NoTerminator, SingleBlock, Symbol,
                                     SymbolTable, IsolatedFromAbove]> {
  let summary = "Declared component classes";
  let description = [{
    Classes of every library of a module are one name space: a class answers to
    its name and to its aliases everywhere.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
}

def Pg_ClassOp : Pg_Op<"class", [NoTerminator, SingleBlock, Symbol,
                                 HasParent<"LibraryOp">]> {
  let summary = "What is known of a component class";
  let description = [{
    A class has fields (with types, defaults, roles), bases (Python's method
    resolution order, by name; a base needs no declaration of its own), concepts
    that it plays, facts about itself and checks between its fields. Concepts,
    roles, facts and checks pass to subclasses, whose own win. A class that is only annotated, so that its
    fields are not known, is `undeclared`: its components are not checked.
    `callable` says whether its components can be called: "no", "yes", or as
    "functor", whose arguments may be left to the call. Without it, that is not
    known.

    ```mlir
    pg.class @data.Mnist extends [@data.Dataset] plays ["dataset"] {
      pg.field "batch_size" : !pg.int<min = 1> = 32
      pg.fact "num-classes" = 10
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
      OptionalAttr<FlatSymbolRefArrayAttr>:$bases,
      OptionalAttr<FlatSymbolRefArrayAttr>:$aliases,
      OptionalAttr<StrArrayAttr>:$concepts,
      UnitAttr:$abstract, UnitAttr:$undeclared, OptionalAttr<StrAttr>:$callable);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $sym_name (`abstract` $abstract^)? (`undeclared` $undeclared^)?
    (`callable` $callable^)?
    (`extends` $bases^)? (`also` $aliases^)? (`plays` $concepts^)?
    attr-dict-with-keyword $body
  }];
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Pg_FieldOp : Pg_Op<"field", [HasParent<"ClassOp">]> {
  let summary = "A field of a class: its type, default and role";
  let description = [{
    A field `matching` a regular expression stands for keyword fields whose
    names it matches; a `keyword` field is one of them, of which more is known.
    A field without a type is an annotation only: it gives a role to a field
    that a base class or the constructor declares. An empty role takes away one
    that a base class gives.

    ```mlir
    pg.field "kernel_size" : !pg.tuple<!pg.int, !pg.int> = (3, 3) role "kernel"
    ```
  }];
  let arguments = (ins StrAttr:$name, UnitAttr:$pattern, UnitAttr:$keyword,
      OptionalAttr<TypeAttr>:$type, OptionalAttr<AnyAttr>:$default_value,
      UnitAttr:$frozen, OptionalAttr<StrAttr>:$role);
  let assemblyFormat = [{
    (`matching` $pattern^)? (`keyword` $keyword^)? $name (`:` $type^)?
    (`=` custom<Literal>($default_value)^)? (`frozen` $frozen^)?
    (`role` $role^)? attr-dict
  }];
  let hasVerifier = 1;
}

def Pg_FactOp : Pg_Op<"fact", [HasParent<"ClassOp">]> {
  let summary = "What a class states about itself";
  let description = [{
    A constant (`pg.fact "num-classes" = 10`) or one of its fields
    (`pg.fact "sequence-length" is "length"`). The constant `none` takes away a
    fact that a base class states.
  }];
  let arguments = (ins StrAttr:$name, OptionalAttr<AnyAttr>:$value,
                       OptionalAttr<StrAttr>:$field);
  let assemblyFormat = [{
    $name (`=` custom<Literal>($value)^)? (`is` $field^)? attr-dict
  }];
  let hasVerifier = 1;
}

def Pg_CheckOp : Pg_Op<"check", [HasParent<"ClassOp">]> {
  let summary = "What has to hold between the fields of a class";
  let description = [{
    Two sides, compared by `lt`, `le`, `eq`, `ne` or `divides`. A side is a
    field, a number, `len` of a field that holds a list or a tuple, a `product`
    of these, or a `sum` of all that. Without a condition, it takes away the
    check of that name that a base class states.

    A component that has no number (or no length) in one of the fields is not
    checked: the field is none, a placeholder, or required and missing. A field
    that is left out has its default.

    ```mlir
    pg.check "heads-divide-width" : "num_heads" divides "width"
    pg.check "room-for-all" : sum("overlap", product(2, "margin")) le len("rows")
    ```
  }];
  let arguments = (ins StrAttr:$name, OptionalAttr<StrAttr>:$comparison,
                       OptionalAttr<AnyAttr>:$left, OptionalAttr<AnyAttr>:$right);
  let assemblyFormat = [{
    $name (`:` custom<Side>($left)^ custom<Comparison>($comparison)
               custom<Side>($right))? attr-dict
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Experiments
//===----------------------------------------------------------------------===//

def Pg_Provenance : Property<"::std::shared_ptr<::pg::Provenance>"> {
  let summary = "what was read and which rules ran; not part of the value";
  let defaultValue = "nullptr";
  let convertToAttribute = "return ::mlir::UnitAttr::get($_ctxt);";
  let convertFromAttribute = "(void)$_storage; return ::mlir::success();";
  let hashProperty = "(void)$_storage, ::llvm::hash_code(0)";
  let writeToMlirBytecode = "(void)$_storage;";
  let readFromMlirBytecode = "(void)$_storage;";
}

def Pg_ExperimentOp : Pg_Op<"experiment", [IsolatedFromAbove, SingleBlock, Symbol,
                                           NoRegionArguments]> {
  let summary = "An experiment: a tree of components and values";
  let description = [{
    `indent` and `final_newline` say how the JSON that it was read from was laid
    out. `partial_run` stands while a run of neighbouring edits is under way:
    sizes of lists and the checks of classes are looked at at its end.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, OptionalAttr<I64Attr>:$indent,
      UnitAttr:$final_newline, UnitAttr:$partial_run, Pg_Provenance:$provenance);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    /// The field that holds the root.
    ::pg::Field getRoot();
    /// What was read and which rules ran; made when first asked for.
    ::pg::Provenance &getHistory();
  }];
}

def Pg_Slots : Property<"::pg::SlotList"> {
  let summary = "constants and places of children";
  let interfaceType = "const ::pg::SlotList &";
  let writeToMlirBytecode = "$_writer.writeAttribute(convertToAttribute($_ctxt, $_storage));";
}

class Pg_ContainerOp<string mnemonic, list<Trait> traits = []>
    : Pg_Op<mnemonic, traits # [Pg_ContainerOpInterface]> {
  let hasCustomAssemblyFormat = 1;
}

class Pg_ValueOp<string mnemonic> : Pg_ContainerOp<mnemonic,
    [DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let results = (outs Res<Pg_Any, "", [MemAlloc]>:$result);
}

def Pg_ObjectOp : Pg_ValueOp<"object"> {
  let summary = "A component: an object of a class";
  let description = [{
    An object has identity (its creation is an allocation), so two equal ones
    stay two.

    ```mlir
    %conv = pg.object @keras.layers.Conv2D(filters = 16, kernel_size = (3, 3),
                                           activation = %relu)
    ```
  }];
  let arguments = (ins Variadic<Pg_Any>:$children, Pg_ShapeAttr:$shape,
                       Pg_Slots:$slots);
  let extraClassDeclaration = [{
    ::llvm::StringRef getClassName() { return getShape().getClassName().getValue(); }
  }];
}

def Pg_DictOp : Pg_ValueOp<"dict"> {
  let summary = "A dictionary, in order";
  let description = [{
    Example: `pg.dict {a = 1, "b c" = %x}`. One that PyGlove marked as symbolic,
    as it does inside of references, keeps the mark: `pg.dict symbolic {a = 1}`.
  }];
  let arguments = (ins Variadic<Pg_Any>:$children, Pg_ShapeAttr:$shape,
                       UnitAttr:$symbolic, Pg_Slots:$slots);
}

def Pg_ListOp : Pg_ValueOp<"list"> {
  let summary = "A list";
  let description = [{
    Example: `pg.list [%a, 1, "x"]`. One that PyGlove marked as symbolic, as it
    does inside of references, keeps the mark: `pg.list symbolic [1]`.
  }];
  let arguments = (ins Variadic<Pg_Any>:$children, UnitAttr:$symbolic,
                       Pg_Slots:$slots);
}

def Pg_TupleOp : Pg_ValueOp<"tuple"> {
  let summary = "A tuple that holds components, lists or dictionaries";
  let description = [{
    A tuple of constants is a constant itself. Tuples are leaves for rules.
    Example: `pg.tuple (%a, 1)`
  }];
  let arguments = (ins Variadic<Pg_Any>:$children, Pg_Slots:$slots);
}

def Pg_RefOp : Pg_ValueOp<"ref"> {
  let summary = "A reference, which holds a value without owning it";
  let description = [{
    PyGlove's `pg.Ref`. What it refers to may have other references, and none
    of them owns it: a shared value is one with several. References are leaves
    for rules; a path leads through them.

    A `plain` reference stands where PyGlove shares a value (a pickle, say)
    without a `pg.Ref` around it.

    ```mlir
    %adam = pg.object @optim.Adam(learning_rate = 1.0e-3)
    %a = pg.ref %adam
    %b = pg.ref %adam
    ```
  }];
  let arguments = (ins Variadic<Pg_Any>:$children, UnitAttr:$plain,
                       Pg_Slots:$slots);
  let extraClassDeclaration = [{
    /// The value that it refers to.
    ::pg::Field getReferent() { return ::pg::Field(*this, 0); }
  }];
}

def Pg_ConstantOp : Pg_ValueOp<"constant"> {
  let summary = "A constant that references share";
  let description = [{
    Any other constant stands in its field.
    Example: `%pickle = pg.constant json "{…}"`
  }];
  let arguments = (ins Variadic<Pg_Any>:$children, Pg_Slots:$slots);
}

def Pg_ReturnOp : Pg_ContainerOp<"return", [Terminator, HasParent<"ExperimentOp">]> {
  let summary = "The root of an experiment";
  let description = "It holds one field, the root: `pg.return %root` or `pg.return 3`.";
  let arguments = (ins Variadic<Pg_Any>:$children, Pg_Slots:$slots);
}

#endif // PG_OPS_TD
