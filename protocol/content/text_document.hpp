// The shape that all text formats share: header lines, then sections. Which words exist is the caller's table.
#pragma once

#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/content/errc.hpp"

namespace protocol::content {

struct Line {
    unsigned number = 0;    // from 1
    std::string_view text;  // without its line end
};

// One spelling of a header word or section name; several spellings share an id.
struct Word {
    std::string_view folded;
    unsigned id;
};

struct DocumentForm {
    std::span<const Word> headers;
    std::span<const Word> sections;
    bool has_comments = false;  // lines that begin with `>` are skipped
};

struct HeaderValue {
    unsigned line = 0;
    std::string_view value;  // trimmed, not empty
};

struct Section {
    unsigned line = 0;  // of its heading
    std::vector<Line> lines;
    unsigned last_line() const noexcept { return lines.empty() ? line : lines.back().number; }
};

struct Document {
    std::map<unsigned, HeaderValue> headers;
    std::map<unsigned, Section> sections;
    unsigned headers_end = 1;  // line before which a missing header line belongs
    unsigned last_line = 1;

    // The header line of that id, or `missing_header_line` with the given word as detail.
    [[nodiscard]] std::expected<HeaderValue, TextError> require(unsigned id, std::string_view word) const;
};

// Splits and checks a text: size, UTF-8, control characters, header words, section names. A byte order mark and CRLF are
// accepted. The result views into the text, which must outlive it.
[[nodiscard]] std::expected<Document, TextError> parse_document(std::string_view text, const DocumentForm& form);

// The lines as one text: wrapped lines are joined by a space, blank lines separate paragraphs ("\n\n"), and a line that
// begins with "- " or "* " stays a line of its own.
std::string join(std::span<const Line> lines);

}  // namespace protocol::content
