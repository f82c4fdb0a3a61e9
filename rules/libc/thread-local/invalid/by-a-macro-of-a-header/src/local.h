#define LOCAL _Thread_local
