// http/device/device_http.h: the endpoints of devices, of those who make them, vouch for them and
// serve them (devices sheet A.3), under /v1/masterdata.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST and PUT /deviceprovider
void add_device_provider(const Context& context, const Call& call, Reply reply);
void change_device_provider(const Context& context, const Call& call, Reply reply);
/// POST and PUT /foundationaltrustprovider
void add_trust_provider(const Context& context, const Call& call, Reply reply);
void change_trust_provider(const Context& context, const Call& call, Reply reply);
/// POST and PUT /mosipdeviceservice
void add_device_service(const Context& context, const Call& call, Reply reply);
void change_device_service(const Context& context, const Call& call, Reply reply);

/// POST /registereddevices
void register_device(const Context& context, const Call& call, Reply reply);
/// DELETE /registereddevices/deregister/{devicecode}
void deregister_device(const Context& context, const Call& call, Reply reply);
/// POST /registereddevices/deregister: the same, with a signed answer
void retire_device(const Context& context, const Call& call, Reply reply);
/// PUT /registereddevices/status and /registereddevices/update/status
void set_device_status(const Context& context, const Call& call, Reply reply);
/// POST /deviceprovidermanagement/validate and its aliases
void validate_device(const Context& context, const Call& call, Reply reply);

/// GET /devicetypes/all, a page of the types
void list_device_types(const Context& context, const Call& call, Reply reply);
/// GET /devicespecifications/all, a page of all languages'
void list_all_device_specifications(const Context& context, const Call& call, Reply reply);
/// GET /devicespecifications/{langcode}, /devicespecifications/{langcode}/{devicetypecode} and
/// /devicespecifications/devicetypecode/{devicetypecode}
void list_device_specifications(const Context& context, const Call& call, Reply reply);
}  // namespace http
