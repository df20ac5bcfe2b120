// What the assembly cannot say, but the generic form and bytecode could.
// RUN: split-file %s %t
// RUN: not pg-opt %t/no-shape.mlir 2>&1 | FileCheck %s --check-prefix=NO-SHAPE
// NO-SHAPE: no-shape.mlir:2:8: error: 'pg.object' op requires attribute 'shape'
// RUN: not pg-opt %t/no-class.mlir 2>&1 | FileCheck %s --check-prefix=NO-CLASS
// NO-CLASS: no-class.mlir:2:8: error: 'pg.object' op needs a class
// RUN: not pg-opt %t/dict-with-class.mlir 2>&1 | FileCheck %s --check-prefix=DICT
// DICT: dict-with-class.mlir:2:8: error: 'pg.dict' op cannot have a class
// RUN: not pg-opt %t/names.mlir 2>&1 | FileCheck %s --check-prefix=NAMES
// NAMES: names.mlir:2:8: error: 'pg.dict' op has 1 values for 2 names
// RUN: not pg-opt %t/twice.mlir 2>&1 | FileCheck %s --check-prefix=TWICE
// TWICE: twice.mlir:2:62: error: the name 'a' stands twice
// RUN: not pg-opt %t/operands.mlir 2>&1 | FileCheck %s --check-prefix=OPERANDS
// OPERANDS: operands.mlir:3:3: error: 'pg.return' op has 1 operands for 0 children
// RUN: not pg-opt %t/slots.mlir 2>&1 | FileCheck %s --check-prefix=SLOTS
// SLOTS: slots.mlir:2:3: error: invalid properties {slots = 1 : i64} for op pg.return: expected an array of values for the fields
// RUN: not pg-opt %t/slot.mlir 2>&1 | FileCheck %s --check-prefix=SLOT
// SLOT: slot.mlir:2:3: error: invalid properties {slots = {{\[\[}}1]]} for op pg.return: a field cannot hold [1]
// RUN: not pg-opt %t/two-roots.mlir 2>&1 | FileCheck %s --check-prefix=ROOTS
// ROOTS: two-roots.mlir:2:3: error: 'pg.return' op returns one value
// RUN: not pg-opt %t/no-referent.mlir 2>&1 | FileCheck %s --check-prefix=REFERENT
// REFERENT: no-referent.mlir:2:8: error: 'pg.ref' op refers to one value
// RUN: not pg-opt %t/constant.mlir 2>&1 | FileCheck %s --check-prefix=CONSTANT
// CONSTANT: constant.mlir:3:8: error: 'pg.constant' op holds one constant
// RUN: not pg-opt %t/owned-constant.mlir 2>&1 | FileCheck %s --check-prefix=OWNED-CONSTANT
// OWNED-CONSTANT: owned-constant.mlir:3:3: error: 'pg.return' op owns a constant that only references share
// RUN: not pg-opt %t/two-owners.mlir 2>&1 | FileCheck %s --check-prefix=OWNERS
// OWNERS: two-owners.mlir:3:8: error: 'pg.list' op owns a value that has other uses: only references share values
// RUN: not pg-opt %t/foreign.mlir 2>&1 | FileCheck %s --check-prefix=FOREIGN
// FOREIGN: foreign.mlir:3:3: error: 'pg.return' op has a child that is no value of this dialect
// RUN: not pg-opt %t/argument.mlir 2>&1 | FileCheck %s --check-prefix=ARGUMENT
// ARGUMENT: argument.mlir:1:1: error: 'pg.experiment' op region should have no arguments
// RUN: not pg-opt %t/no-return.mlir 2>&1 | FileCheck %s --check-prefix=NO-RETURN
// NO-RETURN: no-return.mlir:2:8: error: block with no terminator, has %0 = "pg.list"() <{slots = []}> : () -> !pg.any
// RUN: not pg-opt %t/order.mlir 2>&1 | FileCheck %s --check-prefix=ORDER
// ORDER: order.mlir:2:8: error: operand #0 does not dominate this use
// RUN: not pg-opt %t/parent.mlir 2>&1 | FileCheck %s --check-prefix=PARENT
// PARENT: parent.mlir:1:1: error: 'pg.field' op expects parent op 'pg.class'
// RUN: not pg-opt %t/fact.mlir 2>&1 | FileCheck %s --check-prefix=FACT
// FACT: fact.mlir:1:31: error: 'pg.fact' op is either a constant or a field
// RUN: not pg-opt %t/field-type.mlir 2>&1 | FileCheck %s --check-prefix=TYPE
// TYPE: field-type.mlir:1:31: error: 'pg.field' op has a type that is no value spec: 'i32'
// RUN: not pg-opt %t/field-default.mlir 2>&1 | FileCheck %s --check-prefix=DEFAULT
// DEFAULT: field-default.mlir:2:3: error: 'pg.field' op has a default value that is no constant
// RUN: not pg-opt %t/two-fields.mlir 2>&1 | FileCheck %s --check-prefix=TWO-FIELDS
// TWO-FIELDS: two-fields.mlir:3:3: error: 'pg.field' op stands twice in its class: "x"
// RUN: not pg-opt %t/fact-value.mlir 2>&1 | FileCheck %s --check-prefix=FACT-VALUE
// FACT-VALUE: fact-value.mlir:2:3: error: 'pg.fact' op has a value that is no constant
// RUN: not pg-opt %t/callable.mlir 2>&1 | FileCheck %s --check-prefix=CALLABLE
// CALLABLE: callable.mlir:1:17: error: 'pg.class' op is callable "no", "yes" or as "functor", not "maybe"
// RUN: not pg-opt %t/keyword.mlir 2>&1 | FileCheck %s --check-prefix=KEYWORD
// KEYWORD: keyword.mlir:2:3: error: 'pg.field' op is one keyword field, or all that match

//--- no-referent.mlir
pg.experiment @a {
  %0 = "pg.ref"() <{slots = []}> : () -> !pg.any
  pg.return %0
}
//--- constant.mlir
pg.experiment @a {
  %0 = pg.list []
  %1 = "pg.constant"(%0) <{slots = [unit]}> : (!pg.any) -> !pg.any
  pg.return %1
}
//--- owned-constant.mlir
pg.experiment @a {
  %0 = pg.constant 1
  pg.return %0
}
//--- two-owners.mlir
pg.experiment @a {
  %0 = pg.object @a.ReLU()
  %1 = pg.list [%0, %0]
  pg.return %1
}
//--- no-shape.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  %0 = "pg.object"() <{slots = []}> : () -> !pg.any
  "pg.return"(%0) <{slots = [unit]}> : (!pg.any) -> ()
}) : () -> ()

//--- no-class.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  %0 = "pg.object"() <{slots = [], shape = #pg.shape<[]>}> : () -> !pg.any
  "pg.return"(%0) <{slots = [unit]}> : (!pg.any) -> ()
}) : () -> ()

//--- dict-with-class.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  %0 = "pg.dict"() <{slots = [], shape = #pg.shape<@A, []>}> : () -> !pg.any
  "pg.return"(%0) <{slots = [unit]}> : (!pg.any) -> ()
}) : () -> ()

//--- names.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  %0 = "pg.dict"() <{slots = [1], shape = #pg.shape<["a", "b"]>}> : () -> !pg.any
  "pg.return"(%0) <{slots = [unit]}> : (!pg.any) -> ()
}) : () -> ()

//--- twice.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  %0 = "pg.dict"() <{slots = [1, 2], shape = #pg.shape<["a", "a"]>}> : () -> !pg.any
  "pg.return"(%0) <{slots = [unit]}> : (!pg.any) -> ()
}) : () -> ()

//--- operands.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  %0 = "pg.list"() <{slots = []}> : () -> !pg.any
  "pg.return"(%0) <{slots = [1]}> : (!pg.any) -> ()
}) : () -> ()

//--- slots.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  "pg.return"() <{slots = 1}> : () -> ()
}) : () -> ()

//--- slot.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  "pg.return"() <{slots = [[1]]}> : () -> ()
}) : () -> ()

//--- two-roots.mlir
"pg.experiment"() <{sym_name = "x"}> ({
  "pg.return"() <{slots = [1, 2]}> : () -> ()
}) : () -> ()

//--- foreign.mlir
pg.experiment @a {
  %0 = "builtin.unrealized_conversion_cast"() : () -> !pg.any
  pg.return %0
}

//--- argument.mlir
pg.experiment @a {
^bb0(%0: !pg.any):
  pg.return %0
}

//--- no-return.mlir
pg.experiment @a {
  %0 = pg.list []
}

//--- order.mlir
pg.experiment @a {
  %1 = pg.list [%0]
  %0 = pg.list []
  pg.return %1
}

//--- parent.mlir
pg.field "x" : !pg.any

//--- fact.mlir
pg.library @l { pg.class @A { pg.fact "x" } }

//--- field-type.mlir
pg.library @l { pg.class @A { pg.field "x" : i32 } }

//--- field-default.mlir
pg.library @l { pg.class @A {
  "pg.field"() <{name = "x", default_value = dense<1> : tensor<1xi8>}> : () -> ()
} }

//--- two-fields.mlir
pg.library @l { pg.class @A {
  pg.field "x" : !pg.any
  pg.field "x" : !pg.int
} }

//--- fact-value.mlir
pg.library @l { pg.class @A {
  "pg.fact"() <{name = "x", value = dense<1> : tensor<1xi8>}> : () -> ()
} }

//--- callable.mlir
pg.library @l { pg.class @A callable "maybe" {} }

//--- keyword.mlir
pg.library @l { pg.class @A {
  "pg.field"() <{name = "x", pattern, keyword}> : () -> ()
} }
