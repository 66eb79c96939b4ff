#include "clients/core/recovery/page.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <regex>

#include "clients/core/layout/columns.hpp"
#include "clients/core/recovery/limits.hpp"
#include "crypto/recovery/split.hpp"
#include "samples.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients::recovery {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& page) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < page.size(); at = page.find('\n', at) + 1)
        lines.push_back(page.substr(at, page.find('\n', at) - at));
    return lines;
}
// The page on one line, single spaces: what is said, wherever its lines break.
std::string said(const std::string& page) {
    std::string text;
    for (const char c : page) {
        const char plain = c == '\n' ? ' ' : c;
        if (plain != ' ' || !text.ends_with(' ')) text.push_back(plain);
    }
    return text;
}
std::string paper(const Sheet& sheet, Language language = Language::en) {
    return test::text(text_page(sheet, language, Medium::paper));
}
std::string drawn(const Sheet& sheet, Language language = Language::en) { return test::text(svg_page(sheet, language)); }

// The words as somebody copies them from the page by their numbers.
std::string copied(const std::string& page, std::size_t count) {
    std::string typed;
    for (std::size_t number = 1; number <= count; ++number) {
        for (const std::string& line : lines_of(page)) {
            const std::string label = (number < 10 ? " " : "") + std::to_string(number) + " ";
            if (line.size() < 3 || !std::isdigit(static_cast<unsigned char>(line[1])) || line[2] != ' ') continue;
            for (std::size_t cell = 0; cell < line.size(); cell += 15) {
                if (line.substr(cell, 3) == label) typed += line.substr(cell + 3, line.find(' ', cell + 3) - cell - 3) + "\n";
            }
        }
    }
    return typed;
}

TEST(text_page, words_copied_from_it_by_their_numbers_open) {
    const auto secret = crypto::random_secret<crypto::recovery::RecoverySecret>();
    const auto read = crypto::recovery::parse_secret(copied(paper(whole_sheet(test::heading, secret)), 24));
    ASSERT_TRUE(read);
    EXPECT_TRUE(std::ranges::equal(read->expose(), secret.expose()));

    const auto sheets = part_sheets(test::heading, secret, crypto::recovery::Threshold::of(2, 3).value());
    auto first = crypto::recovery::parse_share(copied(paper(sheets[0]), 56));
    auto third = crypto::recovery::parse_share(copied(paper(sheets[2], Language::fr), 56));
    ASSERT_TRUE(first && third);
    crypto::recovery::ShareSet together(std::move(*first));
    ASSERT_FALSE(together.add(std::move(*third)));
    EXPECT_TRUE(std::ranges::equal(together.combine().value().expose(), secret.expose()));
}

TEST(text_page, says_whose_it_is_and_what_to_do_in_both_languages) {
    const Sheet sheet = test::whole();
    for (const Language language : {Language::en, Language::fr}) {
        const std::string page = said(paper(sheet, language));
        EXPECT_THAT(page, HasSubstr("Focal Points on Migration"));
        EXPECT_THAT(page, HasSubstr("Estonia (ee)"));
        EXPECT_THAT(page, HasSubstr("2026-11-22"));
        EXPECT_THAT(page, HasSubstr(sheet.number.text()));
        for (const Language one : {Language::en, Language::fr}) {
            for (const Msg message : {Msg::recovery_once, Msg::recovery_nowhere_else, Msg::recovery_keep, Msg::recovery_typing}) {
                EXPECT_THAT(page, HasSubstr(say(one, message)));
            }
            EXPECT_THAT(page, HasSubstr(say(one, Msg::recovery_purpose, "Estonia (ee)")));
            EXPECT_THAT(page, HasSubstr(say(one, Msg::recovery_holders, "Estonia (ee)")));
        }
        EXPECT_LT(page.find(say(language, Msg::recovery_keep)),
                  page.find(say(language == Language::en ? Language::fr : Language::en, Msg::recovery_keep)));
    }
    EXPECT_TRUE(paper(sheet, Language::fr).starts_with("Feuille de secours\n"));
}

TEST(text_page, of_a_part_says_which_and_how_many_open) {
    const auto sheets = test::parts(3, 5);
    ASSERT_EQ(sheets.size(), 5u);
    const std::string page = said(paper(sheets[1]));
    EXPECT_THAT(page, HasSubstr("part 2 of 5"));
    EXPECT_THAT(page, HasSubstr("any 3 of its 5 parts open together"));
    EXPECT_THAT(page, HasSubstr(say(Language::fr, Msg::recovery_purpose_part, "Estonia (ee)", 3, 5)));
    EXPECT_THAT(page, HasSubstr(say(Language::fr, Msg::recovery_holders_part)));
    EXPECT_THAT(page, Not(HasSubstr("any 5 of")));
    EXPECT_EQ(sheets[0].number, sheets[4].number) << "of the whole key";
}

TEST(text_page, fits_its_columns) {
    for (const Language language : {Language::en, Language::fr}) {
        const std::string whole = paper(test::whole(), language), part = paper(test::parts(16, 16)[15], language);
        for (const std::string& page : {whole, part}) {
            EXPECT_TRUE(page.ends_with('\n'));
            for (const std::string& line : lines_of(page)) EXPECT_LE(layout::display_width(line), text_page_columns) << line;
        }
    }
}

TEST(text_page, sets_the_colours_of_the_code_on_a_terminal_only) {
    const Sheet sheet = test::whole();
    const std::string terminal = test::text(text_page(sheet, Language::en, Medium::terminal));
    EXPECT_EQ(paper(sheet).find('\x1b'), std::string::npos);
    std::string plain;
    std::size_t coloured = 0;
    for (const std::string& line : lines_of(terminal)) {
        const bool code = line.starts_with("\x1b[30;107m");
        EXPECT_EQ(code, line.ends_with("\x1b[0m"));
        plain += (code ? line.substr(9, line.size() - 9 - 4) : line) + "\n";
        coloured += code ? 1 : 0;
    }
    EXPECT_EQ(plain, paper(sheet));
    EXPECT_EQ(coloured, 23u);
}

TEST(pages, foreign_names_neither_act_nor_push_the_words_away) {
    const Heading hostile{"\x1b[2J<svg onload=\"x\">&\n\u202e" + std::string(5000, 'n'), "</text><script>", test::heading.date};
    const Sheet sheet = whole_sheet(hostile, crypto::random_secret<crypto::recovery::RecoverySecret>());
    EXPECT_EQ(paper(sheet).find('\x1b'), std::string::npos);
    const Heading plain{"n", std::string(hostile.member.size(), 'm'), hostile.date};
    const Sheet beside = whole_sheet(plain, crypto::random_secret<crypto::recovery::RecoverySecret>());
    EXPECT_EQ(lines_of(paper(sheet)).size(), lines_of(paper(beside)).size());
    for (const char* markup : {"<svg onload", "<script", "\x1b", "\u202e"}) EXPECT_THAT(drawn(sheet), Not(HasSubstr(markup)));
    EXPECT_THAT(drawn(sheet), HasSubstr("&lt;/text&gt;&lt;script&gt;"));
}

TEST(svg_page, holds_every_word_with_its_number_and_ends_above_the_foot_of_the_page) {
    for (const auto& sheet : {test::whole(), std::move(test::parts(2, 16)[15])}) {
        for (const Language language : {Language::en, Language::fr}) {
            const std::string page = drawn(sheet, language);
            static const std::regex numbered("<text [^>]*>(\\d+)</text><text [^>]*>([a-z]+)</text>");
            std::size_t count = 0;
            for (auto found = std::sregex_iterator(page.begin(), page.end(), numbered); found != std::sregex_iterator();
                 ++found) {
                EXPECT_EQ((*found)[1].str(), std::to_string(count + 1));
                EXPECT_EQ((*found)[2].str(), sheet.words[count++]);
            }
            EXPECT_EQ(count, sheet.words.size());
            const std::size_t last = page.rfind("<text ");
            EXPECT_LE(std::stod(page.substr(page.find("y=\"", last) + 3)), 285.0) << "millimetres of 297";
        }
    }
}

struct WrittenPage : testing::Test {
    std::string content(const std::string& name) {
        std::ifstream in(folder / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    ::test::TemporaryFolder folder;
};

TEST_F(WrittenPage, is_its_owners_alone) {
    const auto page = svg_page(test::whole(), Language::en);
    ASSERT_EQ(write_page(folder / "sheet.svg", page), std::error_code());
    EXPECT_EQ(fs::status(folder / "sheet.svg").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(content("sheet.svg"), test::text(page));
}

TEST_F(WrittenPage, takes_the_place_of_no_file) {
    std::ofstream(folder / "sheet.txt") << "another";
    EXPECT_EQ(write_page(folder / "sheet.txt", svg_page(test::whole(), Language::en)), std::errc::file_exists);
    EXPECT_EQ(content("sheet.txt"), "another");
    EXPECT_EQ(write_page(folder / "none/sheet.txt", svg_page(test::whole(), Language::en)), std::errc::no_such_file_or_directory);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "and nothing is left";
}

}  // namespace
}  // namespace clients::recovery
