#include "tests/integration/clients/running_network.hpp"

#include "clients/core/session/founding.hpp"
#include "clients/core/session/joining.hpp"

namespace clients::test {

std::unique_ptr<Session> RunningNetwork::new_session(const std::string& name) {
    auto created = Home::create(home(name), crypto::to_secret("a passphrase for tests"));
    if (!created) throw std::runtime_error(created.error().message());
    return std::make_unique<Session>(std::move(*created), "en");
}

RunningNetwork::RunningNetwork(const std::vector<std::string>& states, const std::vector<std::string>& seats) : gateway(std::string(NFP_BIN_DIR) + "/nfp-gateway") {
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

void RunningNetwork::admit(const std::string& state) {
    Session& dmr = member("dmr");
    must(dmr.sync());
    const auto handle = *protocol::Handle::parse(state + ".01");
    const auto file = must(invite(dmr, {.handle = handle, .role = protocol::Role::focal_point, .valid_s = 86'400}));
    auto person = new_session(state);
    const auto words = must(join(*person, *protocol::parse_invitation_file(file),
                                 {.name = "Person of " + state, .email = state + "@ministry.example", .institution = {}, .telephone = {}}));
    const auto candidate = must(clients::candidate(dmr, handle));
    must(approve(dmr, candidate, crypto::safety_words_text(words), std::nullopt));
    must(person->sync());
    sessions_.emplace(state, std::move(person));
}

}  // namespace clients::test
