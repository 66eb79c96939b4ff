// The calls themselves. Internal to gateway/api.
#pragma once

#include "gateway/api/router.hpp"
#include "protocol/stream_wire.hpp"

namespace gateway::api {

Response health(const Services& services, const Head& head);
Response checkpoint(const Services& services, const Head& head);

// Entries for the register, from what was posted or came over a stream.
std::expected<Submission, Refusal> submission_of(protocol::wire::SubmissionType type, crypto::Bytes bytes, const Caller& carrier);
Response answer_submission(const Outcome& outcome, Language language);

Reply submit(const Plan& plan, const Head& head, crypto::Bytes body);
Reply list_entries(const Services& services, const Plan& plan, const Head& head);
Response entry(const Services& services, const Plan& plan, const Head& head);

Reply enrol(const Services& services, const Head& head, const crypto::Bytes& body);
// A recovery by somebody who has nothing left but the sheet, so no certificate: the text of the call.
Reply recover(const Services& services, const Head& head, std::string_view text);
// Where a sheet belongs, for who holds it: whoever can name its key has read the register or the sheet.
Response find_recovery(const Services& services, const Plan& plan, const Head& head);
Response list_enrolments(const Services& services, const Plan& plan, const Head& head);
Response enrolment(const Services& services, const Plan& plan, const Head& head);

}  // namespace gateway::api
