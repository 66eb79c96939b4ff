// Is this build instrumented? AddressSanitizer keeps freed memory and cannot share a process with libfaketime: what measures
// memory or moves the clock is for the ordinary build, which runs the same tests.
#pragma once

namespace test {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool sanitized = true;
#define NFP_TESTS_SANITIZED
#endif
#endif
#if !defined(NFP_TESTS_SANITIZED)
inline constexpr bool sanitized = false;
#endif

}  // namespace test
