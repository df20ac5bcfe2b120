// What is written by hand is spelled as Python's json.dumps would.

// RUN: pg-opt --emit=json %s | FileCheck %s --match-full-lines

//      CHECK:{
// CHECK-NEXT: "a": [
// CHECK-NEXT:  1,
// CHECK-NEXT:  1.0,
// CHECK-NEXT:  1e-05,
// CHECK-NEXT:  1e+16,
// CHECK-NEXT:  -0.0,
// CHECK-NEXT:  NaN,
// CHECK-NEXT:  Infinity,
// CHECK-NEXT:  -Infinity,
// CHECK-NEXT:  null,
// CHECK-NEXT:  true,
// CHECK-NEXT:  "\u00e9\ud83d\ude00\n\"\\",
// CHECK-NEXT:  [],
// CHECK-NEXT:  {}
// CHECK-NEXT: ],
// CHECK-NEXT: "t": [
// CHECK-NEXT:  "__tuple__",
// CHECK-NEXT:  1,
// CHECK-NEXT:  [
// CHECK-NEXT:   "__tuple__"
// CHECK-NEXT:  ]
// CHECK-NEXT: ],
// CHECK-NEXT: "o": {
// CHECK-NEXT:  "_type": "a.B",
// CHECK-NEXT:  "x y": {
// CHECK-NEXT:   "_type": "function",
// CHECK-NEXT:   "name": "f"
// CHECK-NEXT:  }
// CHECK-NEXT: }
// CHECK-NEXT:}
pg.experiment @all indent 1 final_newline {
  %l = pg.list []
  %d = pg.dict {}
  %a = pg.list [1, 1.0, 1.0e-5, 1.0e16, -0.0, nan, inf, neg_inf, none, true, "\C3\A9\F0\9F\98\80\n\22\\", %l, %d]
  %o = pg.object @a.B("x y" = json "{\22_type\22:\22function\22,\22name\22:\22f\22}")
  %r = pg.dict {a = %a, t = (1, ()), o = %o}
  pg.return %r
}
