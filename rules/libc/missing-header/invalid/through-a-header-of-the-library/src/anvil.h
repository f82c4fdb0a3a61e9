#ifndef ANVIL_H
#define ANVIL_H
#include "platform.h"
#endif
