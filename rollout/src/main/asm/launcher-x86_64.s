# A program of kernel calls, run step by step. Its file is the first argument; it is read to PROGRAM and begins with the
# address of its first step. A step is ten words of 64 bits:
#   0 the number of a kernel call, or one of the operations below (negative)
#   1 a bit for each argument that is the address of a word instead of the word itself
#   2-7 the arguments
#   8 the address of the word that takes the result
#   9 the address of the step to go to when the kernel call fails, or 0 for the next one
# Operations: -1 if argument 0 equals argument 1 go to the step at argument 2; -2 the sum of arguments 0 and 1; -3 their
# difference; -4 argument 0 shifted right by argument 1; -5 their common bits.
# The page at SHARED is shared with the processes that are forked. Where a step with an address in word 9 fails, its own
# address and the result are left in the page's second and third word.
.intel_syntax noprefix
.set PROGRAM, 0x10000000
.set PROGRAM_BYTES, 0x100000
.set SHARED, 0x20000000
.text
.globl _start
_start:
  mov r14, [rsp + 16]
  mov edi, SHARED
  mov esi, 4096
  mov edx, 3
  mov r10d, 0x31
  mov r8, -1
  xor r9d, r9d
  mov eax, 9
  syscall
  mov edi, -100
  mov rsi, r14
  mov edx, 0x80000
  xor r10d, r10d
  mov eax, 257
  syscall
  mov edi, eax
  mov esi, PROGRAM
  mov edx, PROGRAM_BYTES
  xor eax, eax
  syscall
  test rax, rax
  jle broken
  mov eax, 3
  syscall
  mov r12d, PROGRAM
  mov r12, [r12]
step:
  mov r13, [r12 + 8]
  mov rdi, [r12 + 16]
  test r13b, 1
  jz 1f
  mov rdi, [rdi]
1:
  mov rsi, [r12 + 24]
  test r13b, 2
  jz 1f
  mov rsi, [rsi]
1:
  mov rdx, [r12 + 32]
  test r13b, 4
  jz 1f
  mov rdx, [rdx]
1:
  mov r10, [r12 + 40]
  test r13b, 8
  jz 1f
  mov r10, [r10]
1:
  mov r8, [r12 + 48]
  test r13b, 16
  jz 1f
  mov r8, [r8]
1:
  mov r9, [r12 + 56]
  test r13b, 32
  jz 1f
  mov r9, [r9]
1:
  mov rax, [r12]
  test rax, rax
  js operation
  syscall
  mov rcx, [r12 + 64]
  mov [rcx], rax
  cmp rax, -4096
  ja failed
next:
  add r12, 80
  jmp step
failed:
  mov rcx, [r12 + 72]
  test rcx, rcx
  jz next
  mov edx, SHARED
  mov [rdx + 8], r12
  mov [rdx + 16], rax
  mov r12, rcx
  jmp step
operation:
  inc rax
  jz compare
  inc rax
  jz sum
  inc rax
  jz difference
  inc rax
  jz shift
  and rdi, rsi
  jmp store
sum:
  add rdi, rsi
  jmp store
difference:
  sub rdi, rsi
  jmp store
shift:
  mov ecx, esi
  shr rdi, cl
store:
  mov rcx, [r12 + 64]
  mov [rcx], rdi
  jmp next
compare:
  cmp rdi, rsi
  jne next
  mov r12, rdx
  jmp step
broken:
  mov edi, 125
  mov eax, 231
  syscall
