.globl anvil_force
anvil_force:
  ret
