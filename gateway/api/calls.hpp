// The calls themselves. Internal to gateway/api.
#pragma once

#include "gateway/api/router.hpp"
#include "protocol/stream_wire.hpp"

namespace gateway::api {

Response health(const Services& services, const Head& head);
Response checkpoint(const Services& services, const Head& head);

// Entries for the register, from what was posted or came over a stream.
std::expected<Submission, Refusal> submission_of(protocol::wire::SubmissionType type, crypto::Bytes bytes);

Reply submit(const Services& services, const Head& head, crypto::Bytes body);
Reply list_entries(const Services& services, const Plan& plan, const Head& head);
Response entry(const Services& services, const Plan& plan, const Head& head);

Reply enrol(const Services& services, const Head& head, const crypto::Bytes& body);
Response list_enrolments(const Services& services, const Plan& plan, const Head& head);
Response enrolment(const Services& services, const Plan& plan, const Head& head);

// The designated person on the connection, by the view that the answer is made from. Null: no longer designated.
const protocol::Person* caller_in(const View& view, const Plan& plan, std::int64_t now);

}  // namespace gateway::api
