#include "protocol/content/text_document.hpp"

#include <optional>

#include "protocol/content/limits.hpp"
#include "protocol/content/typography.hpp"
#include "protocol/content/utf8.hpp"
#include "protocol/content/visible.hpp"

namespace protocol::content {
namespace {

TextError error(unsigned line, errc rule, std::string_view detail = {}) {
    return {line, rule, excerpt(detail, detail_characters_max)};
}

std::optional<errc> find_bad_character(std::string_view text) {
    while (!text.empty()) {
        const auto c = first_code_point(text);
        if (!c) return errc::invalid_utf8;
        if (is_control(c->value) && c->value != '\t') return errc::control_character;
        text.remove_prefix(c->size);
    }
    return std::nullopt;
}

std::expected<std::vector<Line>, TextError> split_lines(std::string_view text) {
    if (text.size() > text_bytes_max) return std::unexpected(error(1, errc::text_too_long));
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<Line> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        Line line{static_cast<unsigned>(lines.size() + 1), text.substr(0, end)};
        if (line.text.ends_with('\r')) line.text.remove_suffix(1);
        if (const auto bad = find_bad_character(line.text)) return std::unexpected(error(line.number, *bad));
        lines.push_back(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::optional<unsigned> find_word(std::span<const Word> words, std::string_view folded) {
    for (const Word& word : words) {
        if (word.folded == folded) return word.id;
    }
    return std::nullopt;
}

// The name in `## Name`; deeper headings are part of the text.
std::optional<std::string_view> section_name(std::string_view line) {
    if (!line.starts_with("##") || line.starts_with("###")) return std::nullopt;
    return trim(line.substr(2));
}

bool is_comment(std::string_view line) { return trim(line).starts_with('>'); }

bool begins_list_item(std::string_view line) { return line.starts_with("- ") || line.starts_with("* "); }

class DocumentReader {
public:
    explicit DocumentReader(const DocumentForm& form) : form_(form) {}

    std::optional<TextError> read(const Line& line) {
        document_.last_line = line.number;
        if (form_.has_comments && is_comment(line.text)) return std::nullopt;
        if (const auto name = section_name(line.text)) return begin_section(line, *name);
        if (section_ != nullptr) {
            section_->lines.push_back(line);
            return std::nullopt;
        }
        document_.headers_end = line.number;
        return trim(line.text).empty() ? std::nullopt : read_header(line);
    }

    Document take() { return std::move(document_); }

private:
    std::optional<TextError> read_header(const Line& line) {
        const std::size_t colon = line.text.find(':');
        if (colon == std::string_view::npos) return error(line.number, errc::malformed_header_line);
        const std::string_view word = trim(line.text.substr(0, colon));
        const std::string_view value = trim(line.text.substr(colon + 1));
        const auto id = find_word(form_.headers, fold(word));
        if (!id) return error(line.number, errc::unknown_header_line, word);
        if (document_.headers.contains(*id)) return error(line.number, errc::duplicate_header_line, word);
        if (value.empty()) return error(line.number, errc::empty_header_value, word);
        document_.headers.emplace(*id, HeaderValue{line.number, value});
        return std::nullopt;
    }

    std::optional<TextError> begin_section(const Line& line, std::string_view name) {
        const auto id = find_word(form_.sections, fold(name));
        if (!id) return error(line.number, errc::unknown_section, name);
        if (document_.sections.contains(*id)) return error(line.number, errc::duplicate_section, name);
        section_ = &document_.sections[*id];  // a map's nodes stay where they are
        section_->line = line.number;
        return std::nullopt;
    }

    const DocumentForm& form_;
    Document document_;
    Section* section_ = nullptr;
};

}  // namespace

std::expected<HeaderValue, TextError> Document::require(unsigned id, std::string_view word) const {
    const auto found = headers.find(id);
    if (found == headers.end()) return std::unexpected(error(headers_end, errc::missing_header_line, word));
    return found->second;
}

std::expected<Document, TextError> parse_document(std::string_view text, const DocumentForm& form) {
    const auto lines = split_lines(text);
    if (!lines) return std::unexpected(lines.error());
    DocumentReader reader{form};
    for (const Line& line : *lines) {
        if (auto broken = reader.read(line)) return std::unexpected(*std::move(broken));
    }
    return reader.take();
}

std::string join(std::span<const Line> lines) {
    std::string out;
    bool paragraph_due = false;
    for (const Line& line : lines) {
        const std::string_view text = trim(line.text);
        if (text.empty()) {
            paragraph_due = true;
            continue;
        }
        if (!out.empty()) out += paragraph_due ? "\n\n" : begins_list_item(text) ? "\n" : " ";
        out += text;
        paragraph_due = false;
    }
    return out;
}

}  // namespace protocol::content
