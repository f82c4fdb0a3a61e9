#ifdef __cplusplus
#include <cstdint>
extern "C" {
#endif
#include <stdint.h>
#ifdef __cplusplus
}
#endif
