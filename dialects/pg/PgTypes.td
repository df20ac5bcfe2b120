//===- PgTypes.td - Value specs as types -------------------*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_TYPES_TD
#define PG_TYPES_TD

include "PgDialect.td"
include "mlir/IR/AttrTypeBase.td"

class Pg_Type<string name, string mnemonic_> : TypeDef<Pg_Dialect, name> {
  let mnemonic = mnemonic_;
}

def Pg_Any : Pg_Type<"Any", "any"> {
  let summary = "Any value; the type of every SSA value of the dialect";
}

def Pg_Bool : Pg_Type<"Bool", "bool"> { let summary = "True or False"; }

class Pg_Number<string name, string mnemonic_, string param>
    : Pg_Type<name, mnemonic_> {
  let parameters = (ins OptionalParameter<param>:$min,
                        OptionalParameter<param>:$max);
  let hasCustomAssemblyFormat = 1;
}

def Pg_Int : Pg_Number<"Int", "int", "::mlir::Attribute"> {
  let summary = "An integer (or a bool, as in Python), possibly in a range";
  let description = "Example: `!pg.int<min = 1, max = 8>`; the bounds belong to it.";
}

def Pg_Float : Pg_Number<"Real", "float", "::mlir::Attribute"> {
  let summary = "A floating-point number (an integer converts), possibly in a range";
  let description = "Example: `!pg.float<min = 0.0>`; the bounds belong to it.";
}

def Pg_Str : Pg_Type<"Str", "str"> {
  let summary = "A string, possibly with a regular expression for its beginning";
  let parameters = (ins OptionalParameter<"::mlir::StringAttr">:$regex);
  let assemblyFormat = "(`<` $regex^ `>`)?";
}

def Pg_Enum : Pg_Type<"Enum", "enum"> {
  let summary = "One of listed constants";
  let description = "Example: `!pg.enum<[\"same\", \"valid\"]>`";
  let parameters = (ins ArrayRefParameter<"::mlir::Attribute">:$values);
  let hasCustomAssemblyFormat = 1;
}

def Pg_List : Pg_Type<"List", "list"> {
  let summary = "A list of elements of one type, possibly of limited size";
  let description = "Example: `!pg.list<!pg.object<@keras.layers.Layer>, min = 1>`";
  let parameters = (ins "::mlir::Type":$element, DefaultValuedParameter<"uint64_t", "0">:$min,
                        OptionalParameter<"std::optional<uint64_t>">:$max);
  let hasCustomAssemblyFormat = 1;
}

def Pg_Tuple : Pg_Type<"FixedTuple", "tuple"> {
  let summary = "A tuple with a type for each element";
  let description = "Example: `!pg.tuple<!pg.int, !pg.int>`";
  let parameters = (ins OptionalArrayRefParameter<"::mlir::Type">:$elements);
  let hasCustomAssemblyFormat = 1;
}

def Pg_Sequence : Pg_Type<"VarTuple", "var_tuple"> {
  let summary = "A tuple of any length whose elements have one type";
  let description = "Example: `!pg.var_tuple<!pg.int, min = 1>`";
  let parameters = (ins "::mlir::Type":$element, DefaultValuedParameter<"uint64_t", "0">:$min,
                        OptionalParameter<"std::optional<uint64_t>">:$max);
  let hasCustomAssemblyFormat = 1;
}

def Pg_Dict : Pg_Type<"Dict", "dict"> {
  let summary = "A dictionary, with a schema or free";
  let description = [{
    `!pg.dict` is free; `!pg.dict<{"k" : !pg.int = 1, matching "p_.*" : !pg.float}>`
    lists constant keys and regular expressions for keys.
  }];
  let parameters = (ins OptionalArrayRefParameter<"::pg::KeyType">:$keys,
                        DefaultValuedParameter<"bool", "true">:$free);
  let hasCustomAssemblyFormat = 1;
}

def Pg_Object : Pg_Type<"Object", "object"> {
  let summary = "A component of a class or of one of its subclasses";
  let parameters = (ins "::mlir::StringAttr":$className);
  let hasCustomAssemblyFormat = 1;
}

def Pg_Class : Pg_Type<"Class", "class"> {
  let summary = "A class itself, or one of its subclasses";
  let parameters = (ins OptionalParameter<"::mlir::StringAttr">:$className);
  let hasCustomAssemblyFormat = 1;
}

def Pg_Callable : Pg_Type<"Callable", "callable"> {
  let summary = "A function, a functor or anything else that can be called";
  let description = [{
    The signature is carried for the reader (`!pg.callable<"(int) -> bool">`)
    and not checked: a config names a function, it does not show it.
  }];
  let parameters = (ins OptionalParameter<"::mlir::StringAttr">:$signature);
  let assemblyFormat = "(`<` $signature^ `>`)?";
}

def Pg_Functor : Pg_Type<"Functor", "functor"> {
  let summary = "A functor: a component that is a function";
  let description = "The signature is that of `!pg.callable`.";
  let parameters = (ins OptionalParameter<"::mlir::StringAttr">:$signature);
  let assemblyFormat = "(`<` $signature^ `>`)?";
}

def Pg_Transform : Pg_Type<"Transform", "transform"> {
  let summary = "What a Python function makes a value of another type from";
  let description = [{
    `!pg.transform<"shop.doubled", !pg.int>` carries the name of a value spec's
    transform. PyGlove calls it when a value is assigned; what it accepts, and
    what it makes of a value, only Python knows, so any value but None fits.
  }];
  let parameters = (ins "::mlir::StringAttr":$function, "::mlir::Type":$result);
  let assemblyFormat = "`<` $function `,` $result `>`";
}

def Pg_Union : Pg_Type<"Union", "union"> {
  let summary = "A value of one of several types";
  let parameters = (ins ArrayRefParameter<"::mlir::Type">:$candidates);
  let assemblyFormat = "`<` $candidates `>`";
}

def Pg_Optional : Pg_Type<"Optional", "optional"> {
  let summary = "A value of a type, or None";
  let parameters = (ins "::mlir::Type":$value);
  let assemblyFormat = "`<` $value `>`";
}

def Pg_Default : Pg_Type<"Default", "default"> {
  let summary = "A type with a default value, inside another type";
  let description = [{
    A field states its default itself; this is for an element of a tuple or a
    key of a dictionary that has one of its own.
  }];
  let parameters = (ins "::mlir::Type":$value, "::mlir::Attribute":$defaultValue,
                        DefaultValuedParameter<"bool", "false">:$frozen);
  let hasCustomAssemblyFormat = 1;
}

#endif // PG_TYPES_TD
