// Programs that live at another time, by libfaketime (a package of the set-up's group `test`).
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "tests/support/sanitized.hpp"

namespace test {

// Empty when it is not installed.
inline std::filesystem::path faketime_library() {
    for (const auto& one : std::filesystem::directory_iterator("/usr/lib"))
        if (const auto path = one.path() / "faketime/libfaketimeMT.so.1"; std::filesystem::exists(path)) return path;
    return {};
}

// What a test that needs it is to be skipped for; empty when it can run. In CI its absence is a failure of the set-up.
inline std::string why_no_shifted_clock() {
    if (sanitized) return "libfaketime does not go with AddressSanitizer";
    if (!faketime_library().empty() || std::getenv("CI")) return {};
    return "libfaketime is missing: .ci/setup.sh test";
}

// The environment of such a program. `offset` as faketime(1) has it, such as "+73h" or "+15d".
inline std::map<std::string, std::string> shifted_clock(const std::string& offset) {
    return {{"LD_PRELOAD", faketime_library()}, {"FAKETIME", offset}, {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}};
}

}  // namespace test
