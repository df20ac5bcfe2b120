// Every operation, attribute and type: as text, as generic text, as bytecode, and
// back.

// RUN: pg-opt --no-default-components %s -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: pg-opt --no-default-components %t.mlir | diff %t.mlir -
// RUN: pg-opt --no-default-components %s --mlir-print-op-generic | pg-opt --no-default-components --from=mlir | diff %t.mlir -
// RUN: pg-opt --no-default-components %s --emit-bytecode -o %t.mlirbc
// RUN: pg-opt --no-default-components %t.mlirbc | diff %t.mlir -

// CHECK-LABEL: pg.library @keras {
pg.library @keras {
  // CHECK: pg.class @keras.layers.Layer abstract {
  pg.class @keras.layers.Layer abstract {}
  // CHECK: pg.class @keras.layers.Conv2D extends [@keras.layers.Layer, @builtins.object] also [@keras.Conv2D] plays ["convolution", "layer"] {
  pg.class @keras.layers.Conv2D extends [@keras.layers.Layer, @builtins.object] also [@keras.Conv2D] plays ["convolution", "layer"] {
    // CHECK-NEXT: pg.field "filters" : !pg.int<min = 1> role "width"
    pg.field "filters" : !pg.int<min = 1> role "width"
    // CHECK-NEXT: pg.field "range" : !pg.int<min = -1, max = 8> = 3 frozen role "x"
    pg.field "range" : !pg.int<min = -1, max = 8> = 3 frozen role "x"
    // CHECK-NEXT: pg.field "rate" : !pg.float<min = 0.0, max = 1.0e-05> = 1.0e-06
    pg.field "rate" : !pg.float<min = 0.0, max = 1.0e-5> = 1.0e-6
    // CHECK-NEXT: pg.field "flag" : !pg.bool = true
    pg.field "flag" : !pg.bool = true
    // CHECK-NEXT: pg.field "name" : !pg.str<"[a-z]+"> = "x\22y"
    pg.field "name" : !pg.str<"[a-z]+"> = "x\"y"
    // CHECK-NEXT: pg.field "text" : !pg.str
    pg.field "text" : !pg.str
    // CHECK-NEXT: pg.field "choice" : !pg.enum<[1, "a", none, (1,), [2]]> = none
    pg.field "choice" : !pg.enum<[1, "a", none, (1,), [2]]> = none
    // CHECK-NEXT: pg.field "list" : !pg.list<!pg.int> = []
    pg.field "list" : !pg.list<!pg.int> = []
    // CHECK-NEXT: pg.field "sized" : !pg.list<!pg.any, min = 1, max = 3> = [1, [2.5]]
    pg.field "sized" : !pg.list<!pg.any, min = 1, max = 3> = [1, [2.5]]
    // CHECK-NEXT: pg.field "pair" : !pg.tuple<!pg.int, !pg.default<!pg.int = 3 frozen>> = (3, 3)
    pg.field "pair" : !pg.tuple<!pg.int, !pg.default<!pg.int = 3 frozen>> = (3, 3)
    // CHECK-NEXT: pg.field "many" : !pg.var_tuple<!pg.int, min = 1> = (1,)
    pg.field "many" : !pg.var_tuple<!pg.int, min = 1> = (1,)
    // CHECK-NEXT: pg.field "free" : !pg.dict = {}
    pg.field "free" : !pg.dict = {}
    // CHECK-NEXT: pg.field "keys" : !pg.dict<{"k" : !pg.default<!pg.int = 1>, matching "p_.*" : !pg.float}> = {k = 1, "p q" = inf}
    pg.field "keys" : !pg.dict<{"k" : !pg.default<!pg.int = 1>, matching "p_.*" : !pg.float}> = {k = 1, "p q" = inf}
    // CHECK-NEXT: pg.field "layer" : !pg.optional<!pg.object<@keras.layers.Layer>> = none
    pg.field "layer" : !pg.optional<!pg.object<@keras.layers.Layer>> = none
    // CHECK-NEXT: pg.field "cls" : !pg.class
    pg.field "cls" : !pg.class
    // CHECK-NEXT: pg.field "subclass" : !pg.class<@keras.layers.Layer>
    pg.field "subclass" : !pg.class<@keras.layers.Layer>
    // CHECK-NEXT: pg.field "fn" : !pg.callable
    pg.field "fn" : !pg.callable
    // CHECK-NEXT: pg.field "signed" : !pg.callable<"(int) -> bool"> = json "{\22_type\22: \22function\22, \22name\22: \22a.f\22}"
    pg.field "signed" : !pg.callable<"(int) -> bool"> = json "{\"_type\": \"function\", \"name\": \"a.f\"}"
    // CHECK-NEXT: pg.field "functor" : !pg.functor<"() -> int">
    pg.field "functor" : !pg.functor<"() -> int">
    // CHECK-NEXT: pg.field "transformed" : !pg.transform<"m.double", !pg.int>
    pg.field "transformed" : !pg.transform<"m.double", !pg.int>
    // CHECK-NEXT: pg.field "either" : !pg.union<!pg.int, !pg.str> = 1
    pg.field "either" : !pg.union<!pg.int, !pg.str> = 1
    // CHECK-NEXT: pg.field "adam" : !pg.any = @optim.Adam(rate = 0.001, "odd name" = @a.B())
    pg.field "adam" : !pg.any = @optim.Adam(rate = 1.0e-3, "odd name" = @a.B())
    // CHECK-NEXT: pg.field "role only" role "width"
    pg.field "role only" role "width"
    // CHECK-NEXT: pg.field keyword "one" : !pg.int
    pg.field keyword "one" : !pg.int
    // CHECK-NEXT: pg.field matching ".*" : !pg.any
    pg.field matching ".*" : !pg.any
    // CHECK-NEXT: pg.fact "num-classes" = 10
    pg.fact "num-classes" = 10
    // CHECK-NEXT: pg.fact "image-shape" = (32, 32, 3)
    pg.fact "image-shape" = (32, 32, 3)
    // CHECK-NEXT: pg.fact "sequence-length" is "length"
    pg.fact "sequence-length" is "length"
    // CHECK-NEXT: pg.check "heads-divide-width" : "heads" divides "width"
    pg.check "heads-divide-width" : "heads" divides "width"
    // CHECK-NEXT: pg.check "sum" : sum("a", product(2, len("rows")), 0.5) le 3
    pg.check "sum" : sum("a", product(2, len("rows")), 0.5) le 3
    // CHECK-NEXT: pg.check "lt" : 1 lt "a"
    pg.check "lt" : 1 lt "a"
    // CHECK-NEXT: pg.check "eq" : product("a", "b") eq len("c d")
    pg.check "eq" : product("a", "b") eq len("c d")
    // CHECK-NEXT: pg.check "ne" : "a" ne "b"
    pg.check "ne" : "a" ne "b"
    // CHECK-NEXT: pg.check "taken away"
    pg.check "taken away"
  }
  // CHECK: pg.class @keras.layers.Foreign undeclared plays ["dense"] {
  pg.class @keras.layers.Foreign undeclared plays ["dense"] {}
  // CHECK: pg.class @a.F callable "functor" {
  pg.class @a.F callable "functor" {}
  // CHECK: pg.class @"not an identifier" {
  pg.class @"not an identifier" {}
}

// CHECK-LABEL: pg.experiment @all indent 2 final_newline {
pg.experiment @all indent 2 final_newline {
  // CHECK-NEXT: %_0.0.layer = pg.object @relu.ReLU()
  %relu = pg.object @relu.ReLU()
  // CHECK-NEXT: %tuple.0.0 = pg.object @no.Conv(filters = 16, kernel = (3, 3), layer = %_0.0.layer, "odd name" = "x") {discardable = 1 : i64}
  %conv = pg.object @no.Conv(filters = 16, kernel = (3, 3), layer = %relu, "odd name" = "x") {discardable = 1}
  // CHECK-NEXT: %tuple.0 = pg.list [%tuple.0.0, 1, 1.0, true, false, none, nan, inf, neg_inf, -0.0, "a\0Ab", ()]
  %layers = pg.list [%conv, 1, 1.0, true, false, none, nan, inf, neg_inf, -0.0, "a\nb", ()]
  // CHECK-NEXT: %empty.a_key = pg.dict {}
  %none = pg.dict {}
  // CHECK-NEXT: %empty = pg.dict {"a key" = %empty.a_key, list = -9223372036854775808, big = json "18446744073709551616", odd = json "1.50"}
  %empty = pg.dict {"a key" = %none, list = -9223372036854775808, big = json "18446744073709551616", odd = json "1.50"}
  // CHECK-NEXT: %tuple = pg.tuple (%tuple.0, (1, (2,)), 5.0e-324)
  %tuple = pg.tuple (%layers, (1, (2,)), 5.0e-324)
  // CHECK-NEXT: %root = pg.dict {tuple = %tuple, empty = %empty}
  %root = pg.dict {tuple = %tuple, empty = %empty}
  // CHECK-NEXT: pg.return %root
  pg.return %root
}

// CHECK-LABEL: pg.experiment @references {
pg.experiment @references {
  // CHECK-NEXT: %a = pg.object @optim.Adam()
  %adam = pg.object @optim.Adam()
  // CHECK-NEXT: %a_0 = pg.ref %a
  %a = pg.ref %adam
  // CHECK-NEXT: %b = pg.ref %a
  %b = pg.ref %adam
  // CHECK-NEXT: %c = pg.constant json "{\22_type\22: \22function\22}"
  %pickle = pg.constant json "{\"_type\": \"function\"}"
  // CHECK-NEXT: %c_1 = pg.ref plain %c
  %c = pg.ref plain %pickle
  // CHECK-NEXT: %d = pg.ref plain %c
  %d = pg.ref plain %pickle
  // CHECK-NEXT: %e.0 = pg.dict symbolic {x = 1}
  %dict = pg.dict symbolic {x = 1}
  // CHECK-NEXT: %e = pg.list symbolic [%e.0]
  %list = pg.list symbolic [%dict]
  // CHECK-NEXT: %e_2 = pg.ref %e
  %e = pg.ref %list
  // CHECK-NEXT: %root = pg.dict {a = %a_0, b = %b, c = %c_1, d = %d, e = %e_2, f = class @optim.Adam, g = function @m.f, h = method @m.A.f}
  %root = pg.dict {a = %a, b = %b, c = %c, d = %d, e = %e, f = class @optim.Adam, g = function @m.f, h = method @m.A.f}
  // CHECK-NEXT: pg.return %root
  pg.return %root
}

// CHECK-LABEL: pg.experiment @scalar {
// CHECK-NEXT: pg.return 3
pg.experiment @scalar {
  pg.return 3
}
