// The QR codes of the sheets, drawn and read by programs of others: librsvg and zbar.
#include "clients/core/recovery/qr_code.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "clients/core/layout/columns.hpp"
#include "clients/core/recovery/page.hpp"
#include "samples.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients::recovery {
namespace {

// What a command prints, without its last end of line.
std::string output_of(const std::string& command) {
    std::FILE* pipe = ::popen((command + " 2> /dev/null").c_str(), "r");
    if (!pipe) throw std::runtime_error("cannot run " + command);
    std::string out;
    std::array<char, 4096> piece;
    for (std::size_t count; (count = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) out.append(piece.data(), count);
    ::pclose(pipe);
    if (out.ends_with('\n')) out.pop_back();
    return out;
}

class drawn_code : public testing::TestWithParam<Language> {
protected:
    void SetUp() override {
        const char* why = "zbarimg or rsvg-convert is missing: .ci/setup.sh test";
        const bool there = std::system("command -v zbarimg > /dev/null && command -v rsvg-convert > /dev/null") == 0;
        if (!there && std::getenv("CI")) FAIL() << why;
        if (!there) GTEST_SKIP() << why;
    }

    std::string read_svg(const crypto::SecretBytes& page) const {
        std::ofstream(folder_ / "page.svg", std::ios::binary) << crypto::as_text(page);
        const std::string svg = folder_ / "page.svg", png = folder_ / "page.png";
        EXPECT_EQ(std::system(("rsvg-convert -d 150 -p 150 -o '" + png + "' '" + svg + "'").c_str()), 0);
        return output_of("zbarimg --quiet --raw '" + png + "'");
    }

    // The lines of half blocks as ink on paper, each module four dots wide.
    std::string read_text(const crypto::SecretBytes& page) const {
        std::vector<std::string> rows;
        std::size_t width = 0;
        for (const std::string& line : lines_of_code(page)) {
            std::string upper, lower;
            for (std::string_view rest = line; !rest.empty();) {
                const bool blank = rest.front() == ' ';
                const std::string_view block = rest.substr(0, blank ? 1 : 3);
                upper.append(4, block == "█" || block == "▀" ? '1' : '0');
                lower.append(4, block == "█" || block == "▄" ? '1' : '0');
                rest.remove_prefix(block.size());
            }
            width = std::max(width, upper.size());
            rows.insert(rows.end(), 4, upper);
            rows.insert(rows.end(), 4, lower);
        }
        const std::string pbm = folder_ / "page.pbm";
        std::ofstream out(pbm);
        out << "P1\n" << width << ' ' << rows.size() << '\n';
        for (std::string row : rows) out << row.append(width - row.size(), '0') << '\n';
        out.close();
        return output_of("zbarimg --quiet --raw '" + pbm + "'");
    }

    // Between the words and the instructions: from the first line of blanks and blocks only, margins included.
    static std::vector<std::string> lines_of_code(const crypto::SecretBytes& page) {
        std::vector<std::string> lines;
        std::string_view rest = crypto::as_text(page);
        while (!rest.empty()) {
            const std::string line(rest.substr(0, rest.find('\n')));
            rest.remove_prefix(line.size() + 1);
            const bool code = line.size() > 40 && line.find_first_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
            if (code) lines.push_back(line);
        }
        return lines;
    }

    ::test::TemporaryFolder folder_;
};

TEST_P(drawn_code, of_a_whole_sheet_holds_its_words) {
    const Sheet sheet = test::whole();
    EXPECT_EQ(read_svg(svg_page(sheet, GetParam())), test::text(sheet.words.compact()));
    EXPECT_EQ(read_text(text_page(sheet, GetParam(), Medium::paper)), test::text(sheet.words.compact()));
}

TEST_P(drawn_code, of_every_part_holds_its_words_and_no_others) {
    for (const Sheet& sheet : test::parts(2, 2)) {
        EXPECT_EQ(read_svg(svg_page(sheet, GetParam())), test::text(sheet.words.compact()));
        EXPECT_EQ(read_text(text_page(sheet, GetParam(), Medium::paper)), test::text(sheet.words.compact()));
    }
}

INSTANTIATE_TEST_SUITE_P(in, drawn_code, testing::Values(Language::en, Language::fr),
                         [](const auto& language) { return std::string(protocol::content::code(language.param)); });

TEST(qr_code, of_a_whole_key_fits_a_terminal_of_80_by_24_with_its_margin) {
    const QrCode code(test::whole().words);
    EXPECT_LE(code.side() + 2 * qr_margin, 80u);
    EXPECT_LE((code.side() + 2 * qr_margin + 1) / 2, 23u);
}

TEST(qr_code, is_light_outside) {
    const QrCode code(test::whole().words);
    const auto side = static_cast<std::ptrdiff_t>(code.side());
    EXPECT_TRUE(code.dark(0, 0) && code.dark(side - 1, 0) && code.dark(0, side - 1)) << "the corners of the finder patterns";
    for (std::ptrdiff_t at = -1; at <= side; ++at) {
        EXPECT_FALSE(code.dark(at, -1) || code.dark(at, side) || code.dark(-1, at) || code.dark(side, at));
    }
}

}  // namespace
}  // namespace clients::recovery
