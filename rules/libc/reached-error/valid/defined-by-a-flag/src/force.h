#ifndef ANVIL_FORCE
#error "define ANVIL_FORCE"
#endif
