// Two equal components are two: CSE keeps them apart. What nothing holds goes.

// RUN: pg-opt --pass-pipeline='builtin.module(pg.experiment(cse,canonicalize))' %s | FileCheck %s
// RUN: pg-opt --pass-pipeline='builtin.module(pg.experiment(canonicalize))' %s | FileCheck %s

// CHECK-LABEL: pg.experiment @equal {
// CHECK-NEXT: %a = pg.object @a.ReLU(slope = 0.5)
// CHECK-NEXT: %b = pg.object @a.ReLU(slope = 0.5)
// CHECK-NEXT: %c = pg.list [1]
// CHECK-NEXT: %d = pg.list [1]
// CHECK-NEXT: %e = pg.dict {}
// CHECK-NEXT: %f = pg.dict {}
// CHECK-NEXT: %g = pg.ref plain 1
// CHECK-NEXT: %h = pg.ref plain 1
// CHECK-NEXT: %root = pg.dict {a = %a, b = %b, c = %c, d = %d, e = %e, f = %f, g = %g, h = %h}
// CHECK-NEXT: pg.return %root
pg.experiment @equal {
  %a = pg.object @a.ReLU(slope = 0.5)
  %b = pg.object @a.ReLU(slope = 0.5)
  %c = pg.list [1]
  %d = pg.list [1]
  %e = pg.dict {}
  %f = pg.dict {}
  %g = pg.ref plain 1
  %h = pg.ref plain 1
  %dead = pg.object @a.Dead()
  %also_dead = pg.tuple (%dead, 1)
  %root = pg.dict {a = %a, b = %b, c = %c, d = %d, e = %e, f = %f, g = %g, h = %h}
  pg.return %root
}
