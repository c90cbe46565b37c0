# As launcher-x86_64.s says.
.set PROGRAM, 0x10000000
.set PROGRAM_BYTES, 0x100000
.set SHARED, 0x20000000
.text
.globl _start
_start:
  ldr x20, [sp, #16]
  mov x0, #SHARED
  mov x1, #4096
  mov x2, #3
  mov x3, #0x31
  mov x4, #-1
  mov x5, #0
  mov x8, #222
  svc #0
  mov x0, #-100
  mov x1, x20
  mov x2, #0x80000
  mov x3, #0
  mov x8, #56
  svc #0
  mov x21, x0
  mov x1, #PROGRAM
  mov x2, #PROGRAM_BYTES
  mov x8, #63
  svc #0
  cmp x0, #0
  b.le broken
  mov x0, x21
  mov x8, #57
  svc #0
  mov x19, #PROGRAM
  ldr x19, [x19]
step:
  ldr x8, [x19]
  ldr x9, [x19, #8]
  ldp x0, x1, [x19, #16]
  ldp x2, x3, [x19, #32]
  ldp x4, x5, [x19, #48]
  tbz x9, #0, 1f
  ldr x0, [x0]
1:
  tbz x9, #1, 1f
  ldr x1, [x1]
1:
  tbz x9, #2, 1f
  ldr x2, [x2]
1:
  tbz x9, #3, 1f
  ldr x3, [x3]
1:
  tbz x9, #4, 1f
  ldr x4, [x4]
1:
  tbz x9, #5, 1f
  ldr x5, [x5]
1:
  tbnz x8, #63, operation
  svc #0
  ldr x9, [x19, #64]
  str x0, [x9]
  cmn x0, #4095
  b.hs failed
next:
  add x19, x19, #80
  b step
failed:
  ldr x9, [x19, #72]
  cbz x9, next
  mov x10, #SHARED
  str x19, [x10, #8]
  str x0, [x10, #16]
  mov x19, x9
  b step
operation:
  cmn x8, #1
  b.eq compare
  cmn x8, #2
  b.eq sum
  cmn x8, #3
  b.eq difference
  cmn x8, #4
  b.eq shift
  and x0, x0, x1
  b store
sum:
  add x0, x0, x1
  b store
difference:
  sub x0, x0, x1
  b store
shift:
  lsr x0, x0, x1
store:
  ldr x9, [x19, #64]
  str x0, [x9]
  b next
compare:
  cmp x0, x1
  b.ne next
  mov x19, x2
  b step
broken:
  mov x0, #125
  mov x8, #94
  svc #0
