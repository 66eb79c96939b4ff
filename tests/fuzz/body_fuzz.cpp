// The plaintext of a body as an authorised but malicious author may seal it, and what people's words in it become.
#include "protocol/body.hpp"
#include "protocol/content/information.hpp"
#include "protocol/content/request.hpp"
#include "protocol/content/response.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

protocol::Header header() {
    return {.kind = "request", .network = protocol::NetworkId{}, .author = *protocol::Handle::parse("fr.01"), .key = {},
            .audience = {protocol::CircleEpoch{protocol::Circle::network(), 1}}, .refs = {}, .body = {}, .blobs = {}, .time = 0,
            .nonce = {}, .seen = {}, .claim = {}};
}

template <class T>
void round_trip(const std::expected<T, std::error_code>& value, auto&& parse) {
    if (!value) return;
    const auto again = parse(to_json(*value));
    fuzz::require(again && *again == *value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace protocol::content;
    static const protocol::Header fixed = header();
    (void)protocol::parse_body(fixed, crypto::SecretBytes(data, data + size));

    // Past `bind`, which a fuzzer cannot guess: the content itself.
    const auto content = protocol::parse_hostile_json(fuzz::text(data, size));
    if (!content) return 0;
    const auto dumped = content->dump();
    const auto json = nlohmann::json::parse(dumped.begin(), dumped.end(), nullptr, false);
    if (json.is_discarded()) return 0;
    const RequestRules rules;
    round_trip(parse_request(json, rules), [&](const auto& value) { return parse_request(value, rules); });
    round_trip(parse_response(json), [](const auto& value) { return parse_response(value); });
    round_trip(parse_information(json), [](const auto& value) { return parse_information(value); });
    return 0;
}
