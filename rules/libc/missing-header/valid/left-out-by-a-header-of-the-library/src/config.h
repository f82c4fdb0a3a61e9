#ifdef _WIN32
#define HAVE_POLL_H 1
#else
#undef HAVE_POLL_H
#endif
