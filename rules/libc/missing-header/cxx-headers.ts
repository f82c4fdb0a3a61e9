/** Headers of the C++ standard library that stubs are seen to include. */
export const cxxHeaders: ReadonlySet<string> = new Set(
  (
    "algorithm any array atomic bitset cassert cctype cerrno cfloat chrono cinttypes climits cmath codecvt complex " +
    "condition_variable csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cwchar deque exception " +
    "filesystem fstream functional future initializer_list iomanip ios iosfwd iostream istream iterator limits list " +
    "locale map memory mutex new numeric optional ostream queue random ratio regex set shared_mutex span sstream stack " +
    "stdexcept streambuf string string_view system_error thread tuple type_traits typeindex typeinfo unordered_map " +
    "unordered_set utility valarray variant vector"
  ).split(" "),
);
