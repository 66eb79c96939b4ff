// Invitations and enrolments: the one input that comes from people without a designation.
#include "protocol/enrolment.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace protocol;
    const auto text = fuzz::text(data, size);
    (void)open_invitation(text);
    (void)parse_invitation_file(text);
    (void)is_founding_call(text);
    (void)parse_founding_call(text);
    if (const auto entry = parse_recovery_call(text)) fuzz::require(recovery_call_json(*entry) == text);
    if (const auto call = parse_enrolment_call(text)) {
        (void)check_enrolment(call->enrolment);
        const auto again = parse_enrolment_call(enrolment_call_json(call->enrolment, call->token));
        fuzz::require(again && enrolment_json(again->enrolment) == enrolment_json(call->enrolment));
    }
    if (const auto enrolment = parse_enrolment(text)) fuzz::require(enrolment_json(*enrolment) == text);
    return 0;
}
