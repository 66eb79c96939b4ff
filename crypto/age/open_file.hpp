// An age file as people have it, armored or not. Linked by clients only; a network entry is never armored.
#pragma once

#include <memory>
#include <optional>

#include "crypto/age/open.hpp"
#include "crypto/age/open_armor.hpp"

namespace crypto::age {

class FileOpener {
public:
    explicit FileOpener(Opener opener);
    FileOpener(FileOpener&&) noexcept;
    FileOpener& operator=(FileOpener&&) noexcept;
    ~FileOpener();

    // As Opener's; also malformed_armor.
    [[nodiscard]] std::error_code write(ByteView file);
    [[nodiscard]] std::error_code finish();

private:
    struct State;
    std::unique_ptr<State> state_;  // keeps its place: the armor's reader refers to the opener
};

}  // namespace crypto::age
