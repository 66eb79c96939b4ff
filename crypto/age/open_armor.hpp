// Reading ASCII armor, strictly and in constant memory. Linked by clients only.
#pragma once

#include <functional>
#include <string>
#include <system_error>

#include "crypto/bytes.hpp"

namespace crypto::age {

class ArmorReader {
public:
    // Receives the file's bytes in order; its error ends the reading. It may throw, which ends it too.
    using Next = std::function<std::error_code(ByteView)>;
    explicit ArmorReader(Next next);

    // Feeds text in pieces of any size. malformed_armor, or what `next` returned. Bytes before a fault reach `next`
    // before the fault is told, however the text is cut. After an error the reader is not to be used.
    [[nodiscard]] std::error_code write(ByteView text);
    // Nothing that was passed on is to be trusted as whole before this has succeeded.
    [[nodiscard]] std::error_code finish();

private:
    enum class Reading { before, body, last_line, after };  // last_line: a short line came, only the end may follow

    std::error_code take_line(std::string_view line);
    std::error_code take_body_line(std::string_view line);
    std::error_code skip_space(std::size_t bytes);
    std::error_code pass_on();

    Next next_;
    Reading reading_ = Reading::before;
    std::string partial_;          // the start of a line whose end has not come
    Bytes decoded_;                // not passed on yet
    std::size_t space_bytes_ = 0;  // before the block, then after it
};

}  // namespace crypto::age
