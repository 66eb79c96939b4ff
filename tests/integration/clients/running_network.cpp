#include "tests/integration/clients/running_network.hpp"

#include "clients/core/session/founding.hpp"

namespace clients::test {

std::unique_ptr<Session> RunningNetwork::new_session(const std::string& name) {
    auto created = Home::create(home(name), crypto::to_secret("a passphrase for tests"));
    if (!created) throw std::runtime_error(created.error().message());
    return std::make_unique<Session>(std::move(*created), "en");
}

RunningNetwork::RunningNetwork(const std::vector<std::string>& states, const std::vector<std::string>& seats)
    : gateway(std::string(NFP_BIN_DIR) + "/nfp-gateway") {
    gateway.start();
    auto dmr = new_session("dmr");
    Founding founding{.name = "Test network", .states = {}, .gateway = "127.0.0.1:" + std::to_string(gateway.port()),
                      .pin = gateway.pin(), .token = gateway.founding_token(),
                      .founder = {.name = "Officer One", .email = "one@dmr.example", .institution = {}, .telephone = {}}};
    for (const auto* codes : {&states, &seats})
        for (const auto& state : *codes) founding.states.push_back(*protocol::Member::parse(state));
    must(found_network(*dmr, std::move(founding)));
    must(dmr->sync());
    sessions_.emplace("dmr", std::move(dmr));
    for (const auto& state : states) admit(state);
}

Enrolled RunningNetwork::enrol(const std::string& text, const std::string& home, protocol::Role role) {
    Session& dmr = member("dmr");
    dmr.refresh();
    must(dmr.sync());
    const auto handle = *protocol::Handle::parse(text);
    const auto file = must(invite(dmr, {.handle = handle, .role = role, .valid_s = 86'400}));
    auto session = new_session(home);
    const auto words = must(join(*session, *protocol::parse_invitation_file(file),
                                 {.name = "Person " + text, .email = text + "@ministry.example", .institution = {},
                                  .telephone = {}}));
    return {.session = std::move(session), .words = crypto::safety_words_text(words), .candidate = must(candidate(dmr, handle))};
}

void RunningNetwork::admit(const std::string& state) {
    auto enrolled = enrol(state + ".01", state);
    must(approve(member("dmr"), enrolled.candidate, enrolled.words, std::nullopt));
    must(enrolled.session->sync());
    sessions_.emplace(state, std::move(enrolled.session));
}

}  // namespace clients::test
