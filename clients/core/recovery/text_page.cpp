#include <fmt/format.h>

#include <iterator>

#include "clients/core/layout/columns.hpp"
#include "clients/core/recovery/limits.hpp"
#include "clients/core/recovery/page.hpp"
#include "clients/core/recovery/qr_code.hpp"
#include "clients/core/recovery/sheet_text.hpp"

namespace clients::recovery {
namespace {

using crypto::SecretBytes;

constexpr std::size_t words_in_row = 4;
constexpr std::size_t word_cell = 3 + crypto::word_letters_max + 4;  // number and space, word, gap

// Numbered along the rows. The words go straight into the page, which is wiped.
void put_words(SecretBytes& page, const crypto::recovery::Words& words) {
    for (std::size_t place = 0; place < words.size(); ++place) {
        append(page, fmt::format("{:>2} ", place + 1));
        append(page, words[place]);
        const bool ends_row = place % words_in_row == words_in_row - 1;
        append(page, ends_row ? "\n" : std::string(word_cell - 3 - words[place].size(), ' '));
    }
}

std::string_view half_block(bool upper, bool lower) noexcept {
    if (upper) return lower ? "█" : "▀";
    return lower ? "▄" : " ";
}

// ECMA-48 SGR: black on bright white, and what the terminal had before.
std::string_view begin_line(Medium medium) noexcept { return medium == Medium::terminal ? "\x1b[30;107m" : ""; }
std::string_view end_line(Medium medium) noexcept { return medium == Medium::terminal ? "\x1b[0m\n" : "\n"; }

// Two rows of modules a line, with the margin that readers need.
void put_code(SecretBytes& page, const QrCode& code, Medium medium) {
    const auto end = static_cast<std::ptrdiff_t>(code.side()) + qr_margin;
    for (std::ptrdiff_t row = -qr_margin; row < end; row += 2) {
        append(page, begin_line(medium));
        for (std::ptrdiff_t column = -qr_margin; column < end; ++column) {
            append(page, half_block(code.dark(column, row), code.dark(column, row + 1)));
        }
        append(page, end_line(medium));
    }
}

void put_paragraphs(SecretBytes& page, const std::vector<std::string>& paragraphs) {
    for (const std::string& paragraph : paragraphs) {
        append(page, "\n");
        for (const std::string& line : layout::wrap(paragraph, text_page_columns)) append(page, line + "\n");
    }
}

}  // namespace

SecretBytes text_page(const Sheet& sheet, Language language, Medium medium) {
    SecretBytes page;
    append(page, title(sheet, language) + "\n\n");
    for (const std::string& fact : facts(sheet, language)) {
        for (const std::string& line : layout::wrap(fact, text_page_columns)) append(page, line + "\n");
    }
    append(page, "\n");
    put_words(page, sheet.words);
    append(page, "\n");
    put_code(page, QrCode(sheet.words), medium);
    put_paragraphs(page, instructions(sheet, language));
    put_paragraphs(page, instructions(sheet, other(language)));
    return page;
}

}  // namespace clients::recovery
