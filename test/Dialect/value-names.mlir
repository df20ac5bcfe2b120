// A value is named after the last three steps of its path; what holds nothing is
// the root, or dead.

// RUN: pg-opt %s | FileCheck %s

pg.experiment @names {
  // CHECK: %root = pg.list []
  %dead = pg.list []
  // CHECK-NEXT: %c.0.d = pg.object @a.D()
  %0 = pg.object @a.D()
  // CHECK-NEXT: %b.c.0 = pg.object @a.C(d = %c.0.d)
  %1 = pg.object @a.C(d = %0)
  // CHECK-NEXT: %a.b.c = pg.list [%b.c.0]
  %2 = pg.list [%1]
  // CHECK-NEXT: %a.b = pg.dict {c = %a.b.c}
  %3 = pg.dict {c = %2}
  // CHECK-NEXT: %a = pg.object @a.B(b = %a.b)
  %4 = pg.object @a.B(b = %3)
  // CHECK-NEXT: %odd_key_ = pg.list []
  %5 = pg.list []
  // CHECK-NEXT: %root_0 = pg.dict {a = %a, "odd key!" = %odd_key_}
  %6 = pg.dict {a = %4, "odd key!" = %5}
  // CHECK-NEXT: pg.return %root_0
  pg.return %6
}
