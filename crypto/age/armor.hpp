// ASCII armor: an age file as text (C2SP age, "ASCII armor"; RFC 7468, strict).
#pragma once

#include <functional>
#include <string>

#include "crypto/bytes.hpp"

namespace crypto::age {

inline constexpr std::string_view armor_begin = "-----BEGIN AGE ENCRYPTED FILE-----";
inline constexpr std::string_view armor_end = "-----END AGE ENCRYPTED FILE-----";
inline constexpr std::size_t armor_columns = 64;
inline constexpr std::size_t armor_line_bytes = armor_columns / 4 * 3;  // what a full line holds

// Wraps what a Sealer writes, in constant memory.
class ArmorWriter {
public:
    // `sink` receives the text in order; it may throw, which ends the operation.
    explicit ArmorWriter(std::function<void(ByteView)> sink);

    void write(ByteView file);  // any sizes
    void finish();              // once; writes the last line and the end

private:
    void emit(ByteView bytes);

    std::function<void(ByteView)> sink_;
    Bytes pending_;  // less than a line
    std::string text_;
    bool started_ = false;
};

}  // namespace crypto::age
