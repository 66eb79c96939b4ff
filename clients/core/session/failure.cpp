#include "clients/core/session/failure.hpp"

#include "clients/core/net/gateway_client.hpp"

namespace clients {
namespace {

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "session"; }
    std::string message(int value) const override {
        switch (static_cast<session_errc>(value)) {
            case session_errc::no_identity: return "this home has joined no network";
            case session_errc::not_admitted: return "the enrolment waits for its approval";
            case session_errc::network_mismatch: return "the gateway's register is not of the network that was joined";
            case session_errc::register_shrank: return "the gateway shows fewer entries than it has shown before";
            case session_errc::update_needed: return "an entry in the chain of authority needs a newer version";
            case session_errc::clock_off: return "this machine's clock and the register's differ by more than 5 minutes";
            case session_errc::unknown_reference: return "no entry of that number, index or id here";
            case session_errc::ambiguous_reference: return "more than one entry begins with that id";
            case session_errc::not_a_request: return "the entry is not a request";
            case session_errc::words_mismatch: return "the safety words are not those of the enrolment";
            case session_errc::invitation_outdated: return "the seat became vacant after the invitation was made";
            case session_errc::not_invited: return "no invitation to that handle was made from this home";
            case session_errc::no_secret: return "this home does not hold the secret that is asked for";
            case session_errc::draft_waits: return "what was written waits in the outbox until its circle has its next epoch";
            case session_errc::draft_refused: return "what was written can no longer be sent";
            case session_errc::seat_unconfirmed: return "the safety words of a state founded anew have not been confirmed";
            case session_errc::no_alarm: return "that person has not founded their state anew";
            case session_errc::no_proposal: return "nothing of that name waits for consents";
            case session_errc::not_a_text: return "the entry is none that a person wrote";
            case session_errc::nothing_to_consent: return "it does not wait for this person's consent";
            case session_errc::no_enrolment: return "the new device has not enrolled yet";
            case session_errc::wrong_sheet: return "no recovery key of this network, or of this person's state, has these words";
            case session_errc::no_sheet: return "the state has no recovery sheet in force";
            case session_errc::register_incomplete: return "this home has not verified the register to its end once";
            case session_errc::asked_offline: return "that needs the gateway, and --offline was said";
            case session_errc::carrier_home: return "a courier's home: it carries, and has nothing to read or sign with";
            case session_errc::nothing_carried: return "nothing was carried to the gateway from this home";
            case session_errc::bundle_not_mine: return "the bundle was made for another person";
            case session_errc::bundle_ahead: return "the bundle's pages begin after what this home has verified";
        }
        return "unknown session error";
    }
};
const Category category_instance;

}  // namespace

std::error_code make_error_code(session_errc e) noexcept { return {static_cast<int>(e), category_instance}; }

bool is_passing(const Failure& why) { return !why.problem || why.problem->status >= 500 || why.problem->status == 401; }

}  // namespace clients
