// Why something the client tried did not work, in a form that every command reports the same way.
#pragma once

#include <string>
#include <system_error>

namespace clients {

enum class session_errc {
    no_identity = 1,        // this home has joined no network
    not_admitted,           // the enrolment waits for its approval
    network_mismatch,       // the gateway's register is not of the network that was joined
    register_shrank,        // the gateway shows fewer entries than it has shown before
    update_needed,          // an entry in the chain of authority needs a newer version
    clock_off,              // this machine's clock and the register's differ by more than 5 minutes
    unknown_reference,      // no entry of that number, index or id here
    ambiguous_reference,    // more than one entry begins with that id
    not_a_request,          // the entry is not a request
    words_mismatch,         // the safety words are not those of the enrolment
    invitation_outdated,    // the seat became vacant after it was made: the person made no key for the state
    not_invited,            // no invitation to that handle was made from this home
    no_secret,              // this home does not hold the secret that is asked for
    draft_waits,            // what was written waits in the outbox until its circle has its next epoch
    draft_refused,          // what was written can no longer be sent; the detail is the protocol's name of the reason
    seat_unconfirmed,       // a state founded anew, addressed by name: its safety words have not been confirmed
    no_alarm,               // that person has not founded their state anew
    no_proposal,            // nothing of that name waits for consents
    not_a_text,             // the entry is none that a person wrote
    nothing_to_consent,     // it does not wait for this person's consent
    no_enrolment,           // the new device has not enrolled yet
    wrong_sheet,            // no recovery key of this network, or of this person's state, has these words
    no_sheet,               // the state has no recovery sheet in force
    register_incomplete,    // this home has not verified the register to its end once: bring it the rest
    asked_offline,          // that needs the gateway, and --offline was said
    carrier_home,           // a courier's home: it carries, and has nothing to read or sign with
    nothing_carried,        // nothing was carried to the gateway from this home
    bundle_not_mine,        // the bundle was made for another person
    bundle_ahead,           // the bundle's pages begin after what this home has verified
};
std::error_code make_error_code(session_errc e) noexcept;

struct Failure;
// Did the way or the moment fail, so that the same bytes may be accepted later?
bool is_passing(const Failure& why);

}  // namespace clients
template <> struct std::is_error_code_enum<clients::session_errc> : std::true_type {};
