#include <fmt/format.h>

#include "clients/core/layout/columns.hpp"
#include "clients/core/layout/markup.hpp"
#include "clients/core/recovery/page.hpp"
#include "clients/core/recovery/qr_code.hpp"
#include "clients/core/recovery/sheet_text.hpp"

namespace clients::recovery {
namespace {

using crypto::SecretBytes;
using layout::escaped;

// Millimetres on A4. Nothing is measured: fonts differ between machines, so the columns leave room for a wide one.
constexpr double left = 15, right = 195;
constexpr double code_side = 50;
constexpr double title_at = 24, facts_at = 36, words_at = 78;
constexpr double fact_step = 5.5, word_step = 6.2, line_step = 4.2, paragraph_gap = 1.2;
constexpr std::size_t words_across = 4;
constexpr std::size_t line_letters = 104, fact_letters = 58;

// One page, filled from the top.
class SvgPage {
public:
    SvgPage(const Sheet& sheet, Language language) : sheet_(sheet), language_(language) {}

    SecretBytes draw() && {
        put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\">\n"
            "<rect width=\"210\" height=\"297\" fill=\"white\"/>\n<g font-family=\"sans-serif\">\n");
        text(left, title_at, 7, title(sheet_, language_));
        draw_facts();
        put("</g>\n");
        draw_code();
        draw_words();
        draw_instructions();
        put("</svg>\n");
        return std::move(page_);
    }

private:
    void put(std::string_view markup) { append(page_, markup); }

    void text(double x, double y, double size, std::string_view foreign) {
        put(fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:.1f}\">{}</text>\n", x, y, size, escaped(foreign)));
    }

    void draw_facts() {
        double y = facts_at;
        for (const std::string& fact : facts(sheet_, language_)) {
            for (const std::string& line : layout::wrap(fact, fact_letters)) {
                text(left, y, 4, line);
                y += fact_step;
            }
        }
    }

    // A rectangle for each run of dark modules, all in one path.
    void draw_code() {
        const QrCode code(sheet_.words);
        const auto side = static_cast<std::ptrdiff_t>(code.side());
        const double module = code_side / static_cast<double>(side + 2 * qr_margin);
        put(fmt::format("<path transform=\"translate({:.3f} {:.3f}) scale({:.4f})\" shape-rendering=\"crispEdges\" d=\"",
                        right - code_side + module * qr_margin, left + module * qr_margin, module));
        for (std::ptrdiff_t row = 0; row < side; ++row) {
            for (std::ptrdiff_t column = 0; column < side; ++column) {
                if (code.dark(column, row) && !code.dark(column - 1, row)) draw_run(code, column, row);
            }
        }
        put("\"/>\n");
    }

    void draw_run(const QrCode& code, std::ptrdiff_t column, std::ptrdiff_t row) {
        std::ptrdiff_t length = 1;
        while (code.dark(column + length, row)) ++length;
        put(fmt::format("M{} {}h{}v1h-{}z", column, row, length, length));
    }

    // Numbered along the rows. The words go straight into the page, which is wiped.
    void draw_words() {
        put("<g font-family=\"monospace\" font-size=\"5\">\n");
        for (std::size_t place = 0; place < sheet_.words.size(); ++place) {
            const std::size_t column = place % words_across, row = place / words_across;
            const double x = left + static_cast<double>(column) * (right - left) / words_across;
            const double y = words_at + static_cast<double>(row) * word_step;
            put(fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"3\">{}</text>", x, y, place + 1));
            put(fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">", x + 6, y));
            put(sheet_.words[place]);
            put("</text>\n");
        }
        put("</g>\n");
    }

    void draw_instructions() {
        const std::size_t rows = sheet_.words.size() / words_across;
        double y = words_at + static_cast<double>(rows) * word_step + 2;
        put("<g font-family=\"sans-serif\">\n");
        for (const Language one : {language_, other(language_)}) {
            for (const std::string& paragraph : instructions(sheet_, one)) {
                for (const std::string& line : layout::wrap(paragraph, line_letters)) {
                    text(left, y, 3.2, line);
                    y += line_step;
                }
                y += paragraph_gap;
            }
            y += 2 * paragraph_gap;
        }
        put("</g>\n");
    }

    const Sheet& sheet_;
    Language language_;
    SecretBytes page_;
};

}  // namespace

SecretBytes svg_page(const Sheet& sheet, Language language) { return SvgPage(sheet, language).draw(); }

}  // namespace clients::recovery
