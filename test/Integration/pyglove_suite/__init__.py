# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""PyGlove's own tests as a checklist: what they serialize, and what they rebind."""
