#include "clients/core/session/founding.hpp"

namespace clients {

using namespace protocol;

std::expected<Sent, Failure> found_network(Session& session, Founding founding) {
    const auto endpoint = endpoint_of(founding.gateway, {founding.pin}, session.language());
    if (!endpoint) return std::unexpected(endpoint.error());
    const auto health = GatewayClient(*endpoint, nullptr, "dmr.01").health();
    if (!health) return std::unexpected(health.error());
    if (health->founded) return fail(errc::already_founded);
    const auto log = crypto::note::Verifier::parse(health->log);
    if (!log) return fail(log.error(), health->log);

    auto identity = Identity::generate(*Handle::parse("dmr.01"), founding.gateway, {founding.pin});
    const GenesisClaim genesis{.name = founding.name, .log = *log, .pins = {founding.pin}, .states = founding.states,
                               .founder = identity.handle, .keys = identity.public_keys(), .settings = {}};
    const StoredPrecedents precedents(session.store(), std::nullopt);
    Keyring made;
    Composer composer(identity, made, {}, precedents, {.index = 0, .time = unix_now(), .seen = {}, .unconfirmed = {}});

    // 1. The network, and by it the founder. 2. The secretariat's circle. 3. `network`, held by the secretariat alone so far.
    if (const auto error =
            composer.add({.kind = Kind::genesis, .to = {}, .devices = {}, .refs = {}, .claim = genesis, .content = {}}))
        return fail(error, "genesis");
    if (const auto error = composer.add_rotation(Circle::of(Member::dmr()), made)) return fail(error, "rotation dmr");
    if (const auto error = composer.add_rotation(Circle::network(), made)) return fail(error, "rotation network");
    // 4. What officers may write and read.
    const AccessClaim access{.list = default_access_list(Member::dmr()), .replaces = {}};
    if (const auto error =
            composer.add({.kind = Kind::access, .to = {}, .devices = {}, .refs = {}, .claim = access, .content = {}}))
        return fail(error, "access");
    // 5. The founder's name and address, sealed to the network: genesis could not carry them, there was no epoch yet.
    const DesignationClaim designation{.handle = identity.handle, .role = Role::officer, .keys = identity.public_keys(),
                                       .from = {},
                                       .until = {}, .replaces = composer.batch().front().id};
    if (const auto error = composer.add({.kind = Kind::designation, .to = {Circle::network()}, .devices = {}, .refs = {},
                                         .claim = designation, .content = contact_json(founding.founder)}))
        return fail(error, "designation");

    identity.network = composer.state().network();
    auto entries = composer.batch();
    session.adopt(std::move(identity), std::move(made));
    return session.found(entries, composer.state().genesis().log, founding.token);
}

}  // namespace clients
