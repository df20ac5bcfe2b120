// JSON holds one experiment.

// RUN: not pg-opt --emit=json %s 2>&1 | FileCheck %s
// RUN: echo 'pg.library @l {}' | not pg-opt --from=mlir --emit=json 2>&1 | FileCheck %s --check-prefix=NONE

// CHECK: pg-opt: error: '{{.*}}errors.mlir' holds 2 experiments; JSON, Python, --diff, --query, --explain and --blame take one
// NONE: pg-opt: error: '-' holds 0 experiments; JSON, Python, --diff, --query, --explain and --blame take one

pg.experiment @a { pg.return 1 }
pg.experiment @b { pg.return 2 }
