// Foreign text made safe to print, and the small words that people and files contain.
#include "protocol/content/calendar.hpp"
#include "protocol/content/destination.hpp"
#include "protocol/content/number.hpp"
#include "protocol/content/utf8.hpp"
#include "protocol/content/visible.hpp"
#include "protocol/names.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

void require_harmless(std::string_view text) {
    using namespace protocol::content;
    while (!text.empty()) {
        const auto point = first_code_point(text);
        fuzz::require(point.has_value());
        fuzz::require(point->value == '\n' || point->value == '\t' || !is_control(point->value));
        fuzz::require(!is_deceptive(point->value));
        text.remove_prefix(point->size);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace protocol::content;
    const auto text = fuzz::text(data, size);
    require_harmless(visible(text));
    require_harmless(visible_line(text));
    fuzz::require(visible_line(text).find('\n') == std::string::npos);
    fuzz::require(count_characters(excerpt(text, 20)) <= 20);
    if (const auto number = parse_number(text)) fuzz::require(number->text == text);
    if (const auto date = parse_date(text)) fuzz::require(format_date(*date) == text);
    if (const auto number = protocol::RequestNumber::parse(text)) fuzz::require(number->text() == text);
    if (const auto circle = protocol::Circle::parse(text)) fuzz::require(circle->text() == text);
    if (const auto handle = protocol::Handle::parse(text)) fuzz::require(handle->text() == text);
    (void)parse_information_destination(text);
    return 0;
}
