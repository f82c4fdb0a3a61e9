#define ANVIL 1
