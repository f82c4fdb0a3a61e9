#include <sys/wait.h>
#include <spawn.h>
