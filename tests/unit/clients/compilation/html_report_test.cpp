#include <gmock/gmock.h>

#include <algorithm>

#include "clients/core/compilation/report.hpp"
#include "crypto/encoding.hpp"
#include "crypto/sha256.hpp"
#include "samples.hpp"

namespace clients::compilation {
namespace {

using test::received;
using test::sample_input;
using testing::HasSubstr;
using testing::Not;

std::string between(const std::string& text, std::string_view from, std::string_view to) {
    const std::size_t begin = text.find(from);
    if (begin == std::string::npos) return {};
    const std::size_t start = begin + from.size();
    return text.substr(start, text.find(to, start) - start);
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

TEST(HtmlReport, allows_its_own_style_and_nothing_else) {
    const std::string html = html_report(compile(sample_input({received("al", 1)})), {});
    const std::string style = between(html, "<style>", "</style>");
    ASSERT_FALSE(style.empty());
    const std::string hash = crypto::base64_encode(crypto::sha256(style));
    EXPECT_THAT(html,
                HasSubstr("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" +
                          hash + "'; base-uri 'none'; form-action 'none'\""));
    for (const char* forbidden :
         {"<script", "style=\"", "javascript:", "src=", "url(", "@import", "http://", "https://"}) {
        EXPECT_EQ(count(html, forbidden), 0U) << forbidden;
    }
}

TEST(HtmlReport, shows_both_orders_charts_and_who_is_missing) {
    const std::string html = html_report(
        compile(sample_input({received("al", 1), received("fr", 2, {.yes = false}, test::deadline_end)})), {});
    EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(html, HasSubstr("<h2>By question</h2>"));
    EXPECT_THAT(html, HasSubstr("<h2>By state</h2>"));
    EXPECT_EQ(count(html, "<table class=\"chart\">"), 2U);
    EXPECT_EQ(count(html, "<svg aria-hidden=\"true\""), 8U);  // yes, no, two choices, and the two marks each
    EXPECT_THAT(
        html,
        HasSubstr("<th scope=\"row\">no response</th><td colspan=\"2\">Austria, Belgium, Portugal, Ukraine</td>"));
    EXPECT_THAT(html,
                HasSubstr("<th scope=\"row\">France <span class=\"late\">late</span></th><td class=\"short\">no</td>"));
    EXPECT_EQ(count(html, "<section"), count(html, "</section>"));
    EXPECT_EQ(count(html, "<table"), count(html, "</table>"));
    EXPECT_EQ(count(html, "<tr"), count(html, "</tr>"));
    EXPECT_EQ(count(html, "<caption"), count(html, "</caption>"));
    ReportOptions options;
    options.order = Order::by_state;
    options.language = Language::fr;
    const std::string french = html_report(compile(sample_input({received("al", 1)})), options);
    EXPECT_THAT(french, Not(HasSubstr("<h2>Par question</h2>")));
    EXPECT_THAT(french, HasSubstr("<html lang=\"fr\">"));
    EXPECT_THAT(french, HasSubstr("<td class=\"short\">oui</td>"));
}

TEST(HtmlReport, content_is_text_in_every_field) {
    const std::string script =
        "</title></style><script>alert(1)</script><img src=x onerror='alert(2)'>\"><svg/onload=alert(3)>&lt;";
    const std::string html = html_report(compile(test::hostile_input(script)), {});
    EXPECT_EQ(count(html, "<script"), 0U);
    EXPECT_EQ(count(html, "<img"), 0U);
    EXPECT_EQ(count(html, "onerror='"), 0U);
    EXPECT_EQ(count(html, "<svg/"), 0U);
    EXPECT_EQ(count(html, "</title>"), 1U);
    EXPECT_EQ(count(html, "</style>"), 1U);
    // Where the text stands: whole, and with its own ampersand escaped once more.
    const std::string shown =
        "&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x "
        "onerror=&#39;alert(2)&#39;&gt;&quot;&gt;&lt;svg/onload=alert(3)&gt;&amp;lt;";
    EXPECT_GE(count(html, shown), 12U);
    // Every tag is one of ours: outside tags and style there is no quote that has not been escaped, hence no attribute either.
    std::string_view rest = html;
    while (true) {
        const std::size_t open = rest.find('<');
        EXPECT_EQ(rest.substr(0, open).find('>'), std::string_view::npos);
        if (open == std::string_view::npos) break;
        rest.remove_prefix(open);
        const std::string_view tag = rest.substr(0, rest.find('>') + 1);
        EXPECT_EQ(tag.find("alert"), std::string_view::npos) << tag;
        rest.remove_prefix(tag.size());
        if (tag == "<style>") rest.remove_prefix(rest.find("</style>"));
    }
}

TEST(HtmlReport, shows_controls_instead_of_hiding_behind_them) {
    const std::string html = html_report(compile(test::hostile_input("a\x1b[2J\xE2\x80\xAEz")), {});
    EXPECT_EQ(count(html, "\x1b"), 0U);
    EXPECT_EQ(count(html, "\xE2\x80\xAE"), 0U);
    EXPECT_THAT(html, HasSubstr("a\\u{1B}[2J\\u{202E}z"));
}

}  // namespace
}  // namespace clients::compilation
