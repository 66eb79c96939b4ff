// The text formats that people write: what is read survives the JSON form, and every refusal names a line.
#include "protocol/content/information_text.hpp"
#include "protocol/content/request_text.hpp"
#include "protocol/content/response_form.hpp"
#include "protocol/content/response_text.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using namespace protocol::content;

const Request& asked() {
    static const Request request = [] {
        auto draft = parse_request_text(
            "Title: t\nLanguage: en\nTo: network\nDeadline: 2030-01-01\n\n## Questions\n1. a [yes/no]\n2. b [number]\n3. c\n"
            "4. d [choice: A | B]\n5. e [date]\n",
            RequestRules{});
        fuzz::require(draft.has_value());
        return draft->request;
    }();
    return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    const auto lines = static_cast<unsigned>(std::ranges::count(text, '\n')) + 1;
    const RequestRules rules;
    if (const auto draft = parse_request_text(text, rules)) {
        const auto again = parse_request(to_json(draft->request), rules);
        fuzz::require(again && *again == draft->request);
    } else {
        fuzz::require(draft.error().line <= lines);
    }
    (void)parse_response_reference(text);
    if (const auto draft = parse_response_text(text, asked())) {
        fuzz::require(!check_response_against(asked(), draft->response));
        const auto again = parse_response(to_json(draft->response));
        fuzz::require(again && *again == draft->response);
    } else {
        fuzz::require(draft.error().line <= lines);
    }
    if (const auto draft = parse_information_text(text)) {
        const auto again = parse_information(to_json(draft->information));
        fuzz::require(again && *again == draft->information);
    } else {
        fuzz::require(draft.error().line <= lines);
    }
    return 0;
}
