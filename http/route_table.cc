// http/route_table.cc: every route of the server, one row each. Sources: ids sheet 1.2, auth sheet
// 6 and 9.
#include "http/route_table.h"

#include "http/admin/admin_http.h"
#include "http/admin/registration_http.h"
#include "http/applicant_type/applicant_type_http.h"
#include "http/audit/audit_http.h"
#include "http/authmanager/account_http.h"
#include "http/authmanager/authmanager_http.h"
#include "http/authmanager/user_details_http.h"
#include "http/cryptomanager/cryptomanager_http.h"
#include "http/device/device_http.h"
#include "http/keymanager/keymanager_http.h"
#include "http/license/license_http.h"
#include "http/master_data/master_data_http.h"
#include "http/notification/notification_http.h"
#include "http/oidc/oidc_http.h"
#include "http/otp/otp_http.h"
#include "http/partner/partner_http.h"
#include "http/prereg/application_http.h"
#include "http/prereg/document_http.h"
#include "http/prereg/login_http.h"
#include "http/prereg/prereg_envelope.h"
#include "http/prid/prid_http.h"
#include "http/rid/rid_http.h"
#include "http/signature/signature_http.h"
#include "http/token_id/token_id_http.h"
#include "http/uin/uin_http.h"
#include "http/vid/vid_http.h"

namespace http {
namespace {
using enum Method;
using enum BodyForm;

constexpr EnvelopeStyle plain_style{};
constexpr EnvelopeStyle audit_style{.id = "mosip.kernel.auditmanager.addAudit",
                                    .error_id = "mosip.kernel.auditmanager.addAudit"};
constexpr EnvelopeStyle audit_search_style{.id = "mosip.kernel.auditmanager.getAudits",
                                           .error_id = "mosip.kernel.auditmanager.getAudits"};
constexpr EnvelopeStyle send_otp_style{
    .id = "mosip.authentication.sendotp", .error_id = "mosip.authentication.sendotp", .ver = true};
constexpr EnvelopeStyle user_otp_style{.id = "mosip.authentication.useridOTP",
                                       .error_id = "mosip.authentication.useridOTP",
                                       .ver = true};
constexpr EnvelopeStyle otp_generate_style{
    .id = "mosip.otp.generateOTP", .error_id = "mosip.otp.generateOTP", .ver = true};
constexpr EnvelopeStyle otp_validate_style{
    .id = "mosip.otp.validateOTP", .error_id = "mosip.authentication.validateOTP", .ver = true};
constexpr EnvelopeStyle invalidate_style{.id = "mosip.authorize.invalidatetoken", .ver = true};

constexpr EnvelopeStyle admin_get(const char* id) {
  return {.id = id, .error_id = id, .metadata_object = true, .errors_list = true};
}
constexpr EnvelopeStyle admin_post(const char* id) {
  return {.id = id, .error_id = id, .ver = true};
}
constexpr EnvelopeStyle factors_style = admin_get("mosip.admin.security.authfactors");
constexpr EnvelopeStyle admin_login_style = admin_post("mosip.admin.authentication.login");
constexpr EnvelopeStyle admin_logout_style = admin_post("mosip.admin.authentication.logout");
constexpr EnvelopeStyle cards_style = admin_get("mosip.admin.mastercards");
constexpr EnvelopeStyle unblock_style = admin_get("mosip.admin.accountmanagement.unblockuser");
constexpr EnvelopeStyle uin_status_style = admin_get("mosip.admin.uinmgmt.status");
constexpr EnvelopeStyle change_style = admin_post("mosip.admin.accountmanagement.changepassword");
constexpr EnvelopeStyle admin_sendotp_style = admin_post("mosip.admin.authentication.sendotp");
constexpr EnvelopeStyle admin_code_style = admin_post("mosip.admin.authentication.useridOTP");
constexpr EnvelopeStyle user_name_style = admin_get("mosip.admin.accountmanagement.mobilenumber");
constexpr EnvelopeStyle register_style = admin_post("mosip.admin.usermanagement.register");
constexpr EnvelopeStyle register_rid_style = admin_post("mosip.admin.usermanagement.rid");
constexpr EnvelopeStyle first_password_style = admin_post("mosip.admin.usermanagement.password");
constexpr EnvelopeStyle reset_style = admin_post("mosip.admin.accountmanagement.resetpassword");

constexpr EnvelopeStyle device_style(const char* id) { return {.id = id, .error_id = id}; }
/// Its calls print an empty list of errors (devices sheet A.1).
constexpr EnvelopeStyle provider_style(const char* id) {
  return {.id = id, .error_id = id, .errors_list = true};
}
constexpr EnvelopeStyle provider_add_style =
    provider_style("io.mosip.masterdata.deviceprovider.create");
constexpr EnvelopeStyle provider_change_style =
    provider_style("io.mosip.masterdata.deviceprovider.update");
constexpr EnvelopeStyle trust_add_style =
    device_style("io.mosip.masterdata.foundationaltrustprovider.create");
constexpr EnvelopeStyle trust_change_style =
    device_style("io.mosip.masterdata.foundationaltrustprovider.update");
constexpr EnvelopeStyle mds_add_style = device_style("io.mosip.masterdata.mds.create");
constexpr EnvelopeStyle mds_change_style = device_style("io.mosip.masterdata.mds.update");
constexpr EnvelopeStyle register_device_style = device_style("io.mosip.masterdata.device.create");
constexpr EnvelopeStyle deregister_style = device_style("io.mosip.masterdata.device.delete");
constexpr EnvelopeStyle device_status_style = device_style("io.mosip.masterdata.device.update");
constexpr EnvelopeStyle validate_device_style = device_style("io.mosip.masterdata.device.validate");

constexpr EnvelopeStyle prereg_send_style = prereg_style(prereg_send_id);
constexpr EnvelopeStyle prereg_validate_style = prereg_style(prereg_validate_id);
constexpr EnvelopeStyle prereg_invalidate_style =
    prereg_style("mosip.pre-registration.login.invalidate");
constexpr EnvelopeStyle application_create_style = prereg_style(application_create_id);
constexpr EnvelopeStyle application_update_style = prereg_style(application_update_id);
constexpr EnvelopeStyle application_read_style =
    prereg_style("mosip.pre-registration.demographic.retrieve.details");
constexpr EnvelopeStyle application_list_style =
    prereg_style("mosip.pre-registration.demographic.retrieve.basic");
constexpr EnvelopeStyle application_discard_style =
    prereg_style("mosip.pre-registration.demographic.delete");
constexpr EnvelopeStyle application_status_style =
    prereg_style("mosip.pre-registration.demographic.retrieve.status");
constexpr EnvelopeStyle application_set_status_style =
    prereg_style("mosip.pre-registration.demographic.status.update");
constexpr EnvelopeStyle application_times_style = prereg_style(application_times_id);
constexpr EnvelopeStyle document_upload_style = prereg_style(document_upload_id);
constexpr EnvelopeStyle application_info_style =
    prereg_style("mosip.pre-registration.demographic.retrieve.info");
constexpr EnvelopeStyle document_copy_style = prereg_style("mosip.pre-registration.document.copy");
constexpr EnvelopeStyle document_reference_style =
    prereg_style("mosip.pre-registration.document.update.docrefid");
constexpr EnvelopeStyle document_list_style =
    prereg_style("mosip.pre-registration.document.fetch.metadata");
constexpr EnvelopeStyle document_read_style =
    prereg_style("mosip.pre-registration.document.fetch.content");
constexpr EnvelopeStyle document_drop_style =
    prereg_style("mosip.pre-registration.document.delete.specific");
constexpr EnvelopeStyle document_drop_all_style =
    prereg_style("mosip.pre-registration.document.delete");
constexpr EnvelopeStyle prereg_config_style = prereg_style("mosip.pre-registration.login.config");

constexpr Access uin_roles = roles("idkernel.role.uin");
constexpr Access rid_roles = roles("mosip.role.kernel.getgenerateridcenteridmachineid");
constexpr Access token_id_roles = roles("mosip.role.keymanager.getuinpartnercode");
constexpr Access audit_roles = roles("mosip.role.kernel.postaudits");
constexpr Access audit_reader_roles = roles("mosip.role.kernel.getaudits");
constexpr Access license_roles = roles("mosip.role.keymanager.postlicensegenerate");
constexpr Access license_lookup_roles = roles("idkernel.role.license-lookup");
constexpr Access master_key_roles = roles("mosip.role.keymanager.postgeneratemasterkeyobjecttype");
constexpr Access certificate_roles = roles("mosip.role.keymanager.getgetcertificate");
constexpr Access csr_roles = roles("mosip.role.keymanager.postgeneratecsr");
constexpr Access upload_roles = roles("mosip.role.keymanager.postuploadcertificate");
constexpr Access other_domain_roles =
    roles("mosip.role.keymanager.postuploadotherdomaincertificate");
constexpr Access symmetric_roles = roles("mosip.role.keymanager.postgeneratesymmetrickey");
constexpr Access revoke_roles = roles("mosip.role.keymanager.putrevokekey");
constexpr Access chain_roles = roles("mosip.role.keymanager.getcertificatechain");
constexpr Access ca_upload_roles = roles("mosip.role.keymanager.postuploadcacertificate");
constexpr Access partner_upload_roles = roles("mosip.role.keymanager.postuploadpartnercertificate");
constexpr Access partner_certificate_roles =
    roles("mosip.role.keymanager.getgetpartnercertificatepartnercertid");
constexpr Access partner_signed_roles =
    roles("mosip.role.keymanager.getgetpartnersignedcertificatepartnercertid");
constexpr Access trust_roles = roles("mosip.role.keymanager.postverifycertificatetrust");
constexpr Access ca_list_roles = roles("mosip.role.keymanager.postgetcacertificates");
constexpr Access ca_path_roles = roles("mosip.role.keymanager.getcacertificatetrustpath");
constexpr Access sign_roles = roles("mosip.role.keymanager.postsign");
constexpr Access validate_roles = roles("mosip.role.keymanager.postvalidate");
constexpr Access jwt_sign_roles = roles("mosip.role.keymanager.postjwtsign");
constexpr Access jwt_verify_roles = roles("mosip.role.keymanager.postjwtverify");
constexpr Access jws_sign_roles = roles("mosip.role.keymanager.postjwssign");
constexpr Access sign_v2_roles = roles("mosip.role.keymanager.postsignv2");
constexpr Access sign_raw_roles = roles("mosip.role.keymanager.postsignrawdata");
constexpr Access encrypt_roles = roles("mosip.role.keymanager.postencrypt");
constexpr Access decrypt_roles = roles("mosip.role.keymanager.postdecrypt");
constexpr Access jwt_encrypt_roles = roles("mosip.role.keymanager.postjwtencrypt");
constexpr Access jwt_decrypt_roles = roles("mosip.role.keymanager.postjwtdecrypt");
constexpr Access encrypt_pin_roles = roles("mosip.role.keymanager.postencryptwithpin");
constexpr Access decrypt_pin_roles = roles("mosip.role.keymanager.postdecryptwithpin");
constexpr Access argon2_roles = roles("mosip.role.keymanager.postgenerateargon2hash");
constexpr Access card_roles = roles_or_any("admin.mastercards.roles");
constexpr Access uin_status_roles = roles("idkernel.role.uin-status");
constexpr Access provider_roles = roles("mosip.role.admin.postdeviceprovider");
constexpr Access trust_provider_roles = roles("mosip.role.admin.postfoundationaltrustprovider");
constexpr Access mds_roles = roles("mosip.role.admin.postmosipdeviceservice");
constexpr Access device_roles = roles("mosip.role.admin.postregistereddevices");
constexpr Access validate_device_roles =
    roles("mosip.role.admin.postdeviceprovidermanagementvalidate");
constexpr Access device_type_roles = roles("mosip.role.admin.getdevicetypesall");
constexpr Access specification_roles = roles("mosip.role.admin.getdevicespecifications");
constexpr Access all_specification_roles = roles("mosip.role.admin.getdevicespecificationsall");
constexpr Access type_specification_roles =
    roles("mosip.role.admin.getdevicespecificationslangcodedevicetypecode");
constexpr Access prid_roles = roles("idkernel.role.prid");
constexpr Access vid_roles = roles("idkernel.role.vid");
constexpr Access sms_roles = roles("mosip.role.kernel.postsmssend");
constexpr Access email_roles = roles("mosip.role.kernel.postemailsend");
constexpr Access user_detail_roles = roles("idkernel.role.user-details");
constexpr Access otp_generate_roles = roles("mosip.role.kernel.postotpgenerate");
constexpr Access otp_validate_roles = roles("mosip.role.kernel.getotpvalidate");

constexpr Access application_create_roles = roles("mosip.role.prereg.postapplications");
constexpr Access application_change_roles = roles("mosip.role.prereg.putapplications");
constexpr Access application_read_roles = roles("mosip.role.prereg.getapplications");
constexpr Access application_discard_roles = roles("mosip.role.prereg.deleteapplications");
constexpr Access application_status_roles = roles("mosip.role.prereg.getapplicationsstatus");
constexpr Access application_set_status_roles = roles("mosip.role.prereg.putapplicationsstatus");
constexpr Access application_times_roles = roles("mosip.role.prereg.postapplicationsupdatedtime");
constexpr Access document_add_roles = roles("mosip.role.prereg.postdocuments");
constexpr Access document_read_roles = roles("mosip.role.prereg.getdocuments");
constexpr Access document_drop_roles = roles("mosip.role.prereg.deletedocuments");
constexpr Access prereg_refresh_roles = roles("mosip.role.prereg.getrefreshconfig");

constexpr Errc bad_field = Errc::auth_field_invalid;
constexpr Errc license_bad = Errc::license_unreadable;
constexpr Errc license_silent = Errc::license_internal;
constexpr Errc key_bad = Errc::key_request_invalid;
constexpr Errc key_silent = Errc::key_internal;
constexpr Errc sign_bad = Errc::sign_request_invalid;
constexpr Errc sign_silent = Errc::sign_internal;
constexpr Errc crypto_bad = Errc::crypto_request_invalid;
constexpr Errc crypto_silent = Errc::crypto_internal;
constexpr Errc admin_bad = Errc::admin_field_invalid;
constexpr Errc admin_silent = Errc::admin_internal;
constexpr Errc auth_silent = Errc::auth_internal;
constexpr Errc device_bad = Errc::master_data_field;
constexpr Errc device_silent = Errc::master_data_internal;
constexpr Errc prereg_bad = Errc::prereg_body;
constexpr Errc prereg_silent = Errc::prereg_internal;
constexpr Errc otp_bad = Errc::otp_unreadable;
constexpr Errc otp_silent = Errc::otp_internal;

// method, path, who may call, handler, code when no actor answers, envelope, body, code of a bad
// body, name in metrics
const Route table[] = {
    {get, "/v1/uingenerator/uin", uin_roles, issue_uin, Errc::uin_internal, plain_style, none,
     Errc::internal, true, "uin_issue"},
    {get, "/v1/idgenerator/uin", uin_roles, issue_uin, Errc::uin_internal, plain_style, none,
     Errc::internal, true, "uin_issue"},
    {put, "/v1/uingenerator/uin", uin_roles, update_uin, Errc::uin_internal, plain_style,
     typed_json, Errc::uin_unreadable, false, "uin_update"},
    {put, "/v1/idgenerator/uin", uin_roles, update_uin, Errc::uin_internal, plain_style, typed_json,
     Errc::uin_unreadable, false, "uin_update"},

    {get, "/v1/ridgenerator/generate/rid/:centerid/:machineid", rid_roles, issue_rid,
     Errc::rid_silent, plain_style, none, Errc::internal, true, "rid_issue"},
    {get, "/v1/generate/rid/:centerid/:machineid", rid_roles, issue_rid, Errc::rid_silent,
     plain_style, none, Errc::internal, true, "rid_issue"},

    {get, "/v1/tokenidgenerator/:uin/:partnercode", token_id_roles, derive_token_id,
     Errc::uin_internal, plain_style, none, Errc::internal, false, "token_id"},
    {get, "/v1/keymanager/tokenid/:uin/:partnercode", token_id_roles, derive_token_id,
     Errc::uin_internal, plain_style, none, Errc::internal, false, "token_id"},

    {get, "/v1/applicanttype/getApplicantType", any_token, get_applicant_type,
     Errc::master_data_internal, plain_style, none, Errc::applicant_type_invalid, false,
     "applicant_type"},
    {post, "/v1/applicanttype/getApplicantType", any_token, post_applicant_type,
     Errc::master_data_internal, plain_style, json, Errc::applicant_type_invalid, false,
     "applicant_type_attributes"},
    {post, "/v1/masterdata/getApplicantType", any_token, post_applicant_type,
     Errc::master_data_internal, plain_style, json, Errc::applicant_type_invalid, false,
     "applicant_type_attributes"},

    {post, "/v1/masterdata/deviceprovider", provider_roles, add_device_provider, device_silent,
     provider_add_style, json, device_bad, false, "device_provider_add"},
    {put, "/v1/masterdata/deviceprovider", provider_roles, change_device_provider, device_silent,
     provider_change_style, json, device_bad, false, "device_provider_change"},
    {post, "/v1/masterdata/foundationaltrustprovider", trust_provider_roles, add_trust_provider,
     device_silent, trust_add_style, json, device_bad, false, "trust_provider_add"},
    {put, "/v1/masterdata/foundationaltrustprovider", trust_provider_roles, change_trust_provider,
     device_silent, trust_change_style, json, device_bad, false, "trust_provider_change"},
    {post, "/v1/masterdata/mosipdeviceservice", mds_roles, add_device_service, device_silent,
     mds_add_style, json, device_bad, false, "device_service_add"},
    {put, "/v1/masterdata/mosipdeviceservice", mds_roles, change_device_service, device_silent,
     mds_change_style, json, device_bad, false, "device_service_change"},
    {post, "/v1/masterdata/registereddevices", device_roles, register_device, device_silent,
     register_device_style, json, device_bad, false, "device_register"},
    {del, "/v1/masterdata/registereddevices/deregister/:devicecode", device_roles,
     deregister_device, device_silent, deregister_style, none, device_bad, false,
     "device_deregister"},
    {post, "/v1/masterdata/registereddevices/deregister", device_roles, retire_device,
     device_silent, deregister_style, json, device_bad, false, "device_retire"},
    {put, "/v1/masterdata/registereddevices/status", device_roles, set_device_status, device_silent,
     device_status_style, none, device_bad, false, "device_status"},
    {put, "/v1/masterdata/registereddevices/update/status", device_roles, set_device_status,
     device_silent, device_status_style, none, device_bad, false, "device_status"},
    {post, "/v1/masterdata/deviceprovidermanagement/validate", validate_device_roles,
     validate_device, device_silent, validate_device_style, json, device_bad, false,
     "device_validate"},
    {post, "/v1/masterdata/deviceprovidermanagement/validate/history", validate_device_roles,
     validate_device, device_silent, validate_device_style, json, device_bad, false,
     "device_validate"},
    {post, "/masterdata/deviceprovidermanagement/validate", validate_device_roles, validate_device,
     device_silent, validate_device_style, json, device_bad, false, "device_validate"},
    {get, "/v1/masterdata/languages", any_token, list_languages, device_silent, plain_style, none,
     device_bad, false, "languages"},
    {get, "/v1/masterdata/gendertypes", any_token, list_genders, device_silent, plain_style, none,
     device_bad, false, "genders"},
    {get, "/v1/masterdata/gendertypes/:langcode", any_token, list_genders, device_silent,
     plain_style, none, device_bad, false, "genders"},
    {get, "/v1/masterdata/gendertypes/validate/:gendername", any_token, validate_gender,
     device_silent, plain_style, none, device_bad, false, "gender_validate"},
    {get, "/v1/masterdata/individualtypes", any_token, list_individual_types, device_silent,
     plain_style, none, device_bad, false, "individual_types"},
    {get, "/v1/masterdata/locations/:langcode", any_token, list_location_levels, device_silent,
     plain_style, none, device_bad, false, "location_levels"},
    {get, "/v1/masterdata/locationHierarchyLevels/:langcode", any_token, list_hierarchy_levels,
     device_silent, plain_style, none, device_bad, false, "location_levels"},
    {get, "/v1/masterdata/locations/:locationcode/:langcode", any_token, list_location_tree,
     device_silent, plain_style, none, device_bad, false, "location_tree"},
    {get, "/v1/masterdata/locations/immediatechildren/:locationcode/:langcode", any_token,
     list_location_children, device_silent, plain_style, none, device_bad, false,
     "location_children"},
    {get, "/v1/masterdata/locations/locationhierarchy/:hierarchyname", any_token,
     list_locations_of_level, device_silent, plain_style, none, device_bad, false,
     "locations_of_level"},
    {get, "/v1/masterdata/locations/validate/:locationname", any_token, validate_location,
     device_silent, plain_style, none, device_bad, false, "location_validate"},
    {get, "/v1/masterdata/validdocuments/:langcode", any_token, list_valid_documents, device_silent,
     plain_style, none, device_bad, false, "valid_documents"},
    {get, "/v1/masterdata/documentcategories", any_token, list_document_categories, device_silent,
     plain_style, none, device_bad, false, "document_categories"},
    {get, "/v1/masterdata/documentcategories/:langcode", any_token, list_document_categories,
     device_silent, plain_style, none, device_bad, false, "document_categories"},
    {get, "/v1/masterdata/documentcategories/:code/:langcode", any_token, read_document_category,
     device_silent, plain_style, none, device_bad, false, "document_category"},
    {get, "/v1/masterdata/documenttypes/:documentcategorycode/:langcode", any_token,
     list_document_types, device_silent, plain_style, none, device_bad, false, "document_types"},
    {get, "/v1/masterdata/devicetypes/all", device_type_roles, list_device_types, device_silent,
     plain_style, none, device_bad, false, "device_types"},
    {get, "/v1/masterdata/devicespecifications/all", all_specification_roles,
     list_all_device_specifications, device_silent, plain_style, none, device_bad, false,
     "device_specifications_all"},
    {get, "/v1/masterdata/devicespecifications/devicetypecode/:devicetypecode",
     type_specification_roles, list_device_specifications, device_silent, plain_style, none,
     device_bad, false, "device_specifications"},
    {get, "/v1/masterdata/devicespecifications/:langcode", specification_roles,
     list_device_specifications, device_silent, plain_style, none, device_bad, false,
     "device_specifications"},
    {get, "/v1/masterdata/devicespecifications/:langcode/:devicetypecode", type_specification_roles,
     list_device_specifications, device_silent, plain_style, none, device_bad, false,
     "device_specifications"},

    {get, "/v1/pridgenerator/prid", prid_roles, issue_prid, Errc::prid_internal, plain_style, none,
     Errc::internal, true, "prid_issue"},
    {get, "/v1/idgenerator/vid", vid_roles, issue_vid, Errc::vid_internal, plain_style, none,
     Errc::internal, true, "vid_issue"},
    {get, "/v1/vidgenerator/vid", vid_roles, issue_vid, Errc::vid_internal, plain_style, none,
     Errc::internal, true, "vid_issue"},

    {post, "/v1/auditmanager/audits", audit_roles, add_audit, Errc::audit_internal, audit_style,
     json, Errc::audit_format, false, "audit_add"},
    {get, "/v1/auditmanager/audits", audit_reader_roles, find_audits, Errc::audit_internal,
     audit_search_style, none, Errc::internal, false, "audit_find"},

    {post, "/v1/licensekeymanager/license/generate", license_roles, generate_license,
     license_silent, plain_style, json, license_bad, false, "license_generate"},
    {post, "/v1/keymanager/license/generate", license_roles, generate_license, license_silent,
     plain_style, json, license_bad, false, "license_generate"},
    {post, "/v1/licensekeymanager/license/permission", license_roles, map_license, license_silent,
     plain_style, json, license_bad, false, "license_map"},
    {post, "/v1/keymanager/license/permission", license_roles, map_license, license_silent,
     plain_style, json, license_bad, false, "license_map"},
    {get, "/v1/licensekeymanager/license/permission", license_lookup_roles, license_permissions,
     license_silent, plain_style, none, license_bad, false, "license_lookup"},
    {get, "/v1/keymanager/license/permission", license_lookup_roles, license_permissions,
     license_silent, plain_style, none, license_bad, false, "license_lookup"},
    {put, "/v1/licensekeymanager/license/status", license_roles, set_license_status, license_silent,
     plain_style, json, license_bad, false, "license_status"},
    {put, "/v1/keymanager/license/status", license_roles, set_license_status, license_silent,
     plain_style, json, license_bad, false, "license_status"},

    {post, "/v1/smsnotifier/sms/send", sms_roles, send_sms, Errc::sms_internal, plain_style, json,
     Errc::notification_unreadable, false, "sms_send"},
    {post, "/v1/notifier/sms/send", sms_roles, send_sms, Errc::sms_internal, plain_style, json,
     Errc::notification_unreadable, false, "sms_send"},
    {post, "/v1/emailnotifier/email/send", email_roles, send_email, Errc::email_internal,
     plain_style, opaque, Errc::notification_unreadable, false, "email_send"},
    {post, "/v1/notifier/email/send", email_roles, send_email, Errc::email_internal, plain_style,
     opaque, Errc::notification_unreadable, false, "email_send"},

    {post, "/v1/otpmanager/otp/generate", otp_generate_roles, generate_otp, otp_silent,
     otp_generate_style, json, otp_bad, false, "otp_generate"},
    {post, "/v1/otpmanager/generate", otp_generate_roles, generate_otp, otp_silent,
     otp_generate_style, json, otp_bad, false, "otp_generate"},
    {get, "/v1/otpmanager/otp/validate", otp_validate_roles, validate_otp, otp_silent,
     otp_validate_style, none, otp_bad, true, "otp_validate"},
    {get, "/v1/otpmanager/validate", otp_validate_roles, validate_otp, otp_silent,
     otp_validate_style, none, otp_bad, true, "otp_validate"},

    {post, "/v1/keymanager/generateMasterKey/:objectType", master_key_roles, generate_master_key,
     key_silent, plain_style, json, key_bad, false, "key_generate_master"},
    {post, "/v1/keymanager/generateECSignKey/:objectType", certificate_roles, generate_ec_sign_key,
     key_silent, plain_style, json, key_bad, false, "key_generate_ec_sign"},
    {post, "/v1/keymanager/generateCSR", csr_roles, generate_csr, key_silent, plain_style, json,
     key_bad, false, "key_csr"},
    {get, "/v1/keymanager/getCertificate", certificate_roles, get_certificate, key_silent,
     plain_style, none, key_bad, false, "key_certificate"},
    {get, "/v1/keymanager/getAllCertificates", certificate_roles, get_all_certificates, key_silent,
     plain_style, none, key_bad, false, "key_all_certificates"},
    {get, "/v1/keymanager/getCertificateChain", chain_roles, get_certificate_chain, key_silent,
     plain_style, none, key_bad, false, "key_certificate_chain"},
    {post, "/v1/keymanager/uploadCertificate", upload_roles, upload_certificate, key_silent,
     plain_style, json, key_bad, false, "key_upload"},
    {post, "/v1/keymanager/uploadOtherDomainCertificate", other_domain_roles,
     upload_other_domain_certificate, key_silent, plain_style, json, key_bad, false,
     "key_upload_other_domain"},
    {post, "/v1/keymanager/generateSymmetricKey", symmetric_roles, generate_symmetric_key,
     key_silent, plain_style, json, key_bad, false, "key_generate_symmetric"},
    {put, "/v1/keymanager/revokeKey", revoke_roles, revoke_key, key_silent, plain_style, json,
     key_bad, false, "key_revoke"},

    {post, "/v1/keymanager/uploadCACertificate", ca_upload_roles, upload_ca_certificate, key_silent,
     plain_style, json, key_bad, false, "partner_upload_ca"},
    {post, "/v1/keymanager/uploadPartnerCertificate", partner_upload_roles,
     upload_partner_certificate, key_silent, plain_style, json, key_bad, false, "partner_upload"},
    {get, "/v1/keymanager/getPartnerCertificate/:partnerCertId", partner_certificate_roles,
     get_partner_certificate, key_silent, plain_style, none, key_bad, false, "partner_certificate"},
    {get, "/v1/keymanager/getPartnerSignedCertificate/:partnerCertId", partner_signed_roles,
     get_partner_signed_certificate, key_silent, plain_style, none, key_bad, false,
     "partner_signed_certificate"},
    {post, "/v1/keymanager/verifyCertificateTrust", trust_roles, verify_certificate_trust,
     key_silent, plain_style, json, key_bad, false, "partner_trust"},
    {post, "/v1/keymanager/getCaCertificates", ca_list_roles, get_ca_certificates, key_silent,
     plain_style, json, key_bad, false, "partner_list_ca"},
    {get, "/v1/keymanager/getCACertificateTrustPath/:caCertId", ca_path_roles,
     get_ca_certificate_trust_path, key_silent, plain_style, none, key_bad, false,
     "partner_ca_trust_path"},

    {post, "/v1/signature/sign", sign_roles, sign, sign_silent, plain_style, json, sign_bad, false,
     "sign"},
    {post, "/v1/keymanager/sign", sign_roles, sign, sign_silent, plain_style, json, sign_bad, false,
     "sign"},
    {post, "/v1/signature/validate", validate_roles, validate_signature, sign_silent, plain_style,
     json, sign_bad, false, "validate"},
    {post, "/v1/keymanager/validate", validate_roles, validate_signature, sign_silent, plain_style,
     json, sign_bad, false, "validate"},
    {post, "/v1/signature/jwtSign", jwt_sign_roles, jwt_sign, sign_silent, plain_style, json,
     sign_bad, false, "jwt_sign"},
    {post, "/v1/keymanager/jwtSign", jwt_sign_roles, jwt_sign, sign_silent, plain_style, json,
     sign_bad, false, "jwt_sign"},
    {post, "/v1/signature/jwtSign/v2", jwt_sign_roles, jwt_sign_v2, sign_silent, plain_style, json,
     sign_bad, false, "jwt_sign"},
    {post, "/v1/keymanager/jwtSign/v2", jwt_sign_roles, jwt_sign_v2, sign_silent, plain_style, json,
     sign_bad, false, "jwt_sign"},
    {post, "/v1/signature/jwtVerify", jwt_verify_roles, jwt_verify, sign_silent, plain_style, json,
     sign_bad, false, "jwt_verify"},
    {post, "/v1/keymanager/jwtVerify", jwt_verify_roles, jwt_verify, sign_silent, plain_style, json,
     sign_bad, false, "jwt_verify"},
    {post, "/v1/signature/jwtVerify/v2", jwt_verify_roles, jwt_verify_v2, sign_silent, plain_style,
     json, sign_bad, false, "jwt_verify"},
    {post, "/v1/keymanager/jwtVerify/v2", jwt_verify_roles, jwt_verify_v2, sign_silent, plain_style,
     json, sign_bad, false, "jwt_verify"},
    {post, "/v1/signature/jwsSign", jws_sign_roles, jws_sign, sign_silent, plain_style, json,
     sign_bad, false, "jws_sign"},
    {post, "/v1/keymanager/jwsSign", jws_sign_roles, jws_sign, sign_silent, plain_style, json,
     sign_bad, false, "jws_sign"},
    {post, "/v1/signature/jwsSign/v2", jws_sign_roles, jws_sign_v2, sign_silent, plain_style, json,
     sign_bad, false, "jws_sign"},
    {post, "/v1/keymanager/jwsSign/v2", jws_sign_roles, jws_sign_v2, sign_silent, plain_style, json,
     sign_bad, false, "jws_sign"},
    {post, "/v1/signature/signV2", sign_v2_roles, sign_v2, sign_silent, plain_style, json, sign_bad,
     false, "sign_v2"},
    {post, "/v1/keymanager/signV2", sign_v2_roles, sign_v2, sign_silent, plain_style, json,
     sign_bad, false, "sign_v2"},
    {post, "/v1/signature/signRawData", sign_raw_roles, sign_raw_data, sign_silent, plain_style,
     json, sign_bad, false, "sign_raw_data"},
    {post, "/v1/keymanager/signRawData", sign_raw_roles, sign_raw_data, sign_silent, plain_style,
     json, sign_bad, false, "sign_raw_data"},

    {post, "/v1/cryptomanager/encrypt", encrypt_roles, encrypt, crypto_silent, plain_style, json,
     crypto_bad, false, "encrypt"},
    {post, "/v1/keymanager/encrypt", encrypt_roles, encrypt, crypto_silent, plain_style, json,
     crypto_bad, false, "encrypt"},
    {post, "/v1/cryptomanager/decrypt", decrypt_roles, decrypt, crypto_silent, plain_style, json,
     crypto_bad, false, "decrypt"},
    {post, "/v1/keymanager/decrypt", decrypt_roles, decrypt, crypto_silent, plain_style, json,
     crypto_bad, false, "decrypt"},
    {post, "/v1/cryptomanager/jwtEncrypt", jwt_encrypt_roles, jwt_encrypt, crypto_silent,
     plain_style, json, crypto_bad, false, "jwt_encrypt"},
    {post, "/v1/keymanager/jwtEncrypt", jwt_encrypt_roles, jwt_encrypt, crypto_silent, plain_style,
     json, crypto_bad, false, "jwt_encrypt"},
    {post, "/v1/cryptomanager/jwtDecrypt", jwt_decrypt_roles, jwt_decrypt, crypto_silent,
     plain_style, json, crypto_bad, false, "jwt_decrypt"},
    {post, "/v1/keymanager/jwtDecrypt", jwt_decrypt_roles, jwt_decrypt, crypto_silent, plain_style,
     json, crypto_bad, false, "jwt_decrypt"},
    {post, "/v1/cryptomanager/encryptWithPin", encrypt_pin_roles, encrypt_with_pin, crypto_silent,
     plain_style, json, crypto_bad, false, "encrypt_with_pin"},
    {post, "/v1/keymanager/encryptWithPin", encrypt_pin_roles, encrypt_with_pin, crypto_silent,
     plain_style, json, crypto_bad, false, "encrypt_with_pin"},
    {post, "/v1/cryptomanager/decryptWithPin", decrypt_pin_roles, decrypt_with_pin, crypto_silent,
     plain_style, json, crypto_bad, false, "decrypt_with_pin"},
    {post, "/v1/keymanager/decryptWithPin", decrypt_pin_roles, decrypt_with_pin, crypto_silent,
     plain_style, json, crypto_bad, false, "decrypt_with_pin"},
    {post, "/v1/cryptomanager/generateArgon2Hash", argon2_roles, generate_argon2_hash,
     crypto_silent, plain_style, json, crypto_bad, false, "argon2_hash"},
    {post, "/v1/keymanager/generateArgon2Hash", argon2_roles, generate_argon2_hash, crypto_silent,
     plain_style, json, crypto_bad, false, "argon2_hash"},

    {post, "/v1/authmanager/authenticate/clientidsecretkey", open_to_all, sign_in_client,
     auth_silent, plain_style, json, bad_field, false, "sign_in_client"},
    {post, "/v1/authmanager/authenticate/useridPwd", open_to_all, sign_in_user, auth_silent,
     plain_style, json, bad_field, false, "sign_in_user"},
    {post, "/v1/authmanager/authenticate/internal/useridPwd", open_to_all, sign_in_user_internal,
     auth_silent, plain_style, json, bad_field, false, "sign_in_user_internal"},
    {post, "/v1/authmanager/authenticate/sendotp", open_to_all, send_otp, auth_silent,
     send_otp_style, json, bad_field, false, "send_otp"},
    {post, "/v1/authmanager/authenticate/useridOTP", open_to_all, sign_in_code, auth_silent,
     user_otp_style, json, bad_field, false, "sign_in_code"},
    {post, "/v1/authmanager/authenticate/internal/userotp", open_to_all, sign_in_code_internal,
     auth_silent, plain_style, json, bad_field, false, "sign_in_code_internal"},
    {get, "/v1/authmanager/authorize/admin/validateToken", open_to_all, validate_token, auth_silent,
     plain_style, none, bad_field, false, "validate_token"},
    {post, "/v1/authmanager/authorize/admin/validateToken", open_to_all, validate_token,
     auth_silent, plain_style, none, bad_field, false, "validate_token"},
    {get, "/v1/authmanager/authorize/validateToken", open_to_all, validate_token, auth_silent,
     plain_style, none, bad_field, false, "validate_token"},
    {post, "/v1/authmanager/authorize/validateToken", open_to_all, validate_token, auth_silent,
     plain_style, none, bad_field, false, "validate_token"},
    {post, "/v1/authmanager/authorize/invalidateToken", open_to_all, invalidate_token, auth_silent,
     invalidate_style, none, bad_field, false, "invalidate_token"},
    {post, "/v1/authmanager/authorize/refreshToken/:appid", open_to_all, refresh_token, auth_silent,
     plain_style, optional_json, bad_field, false, "refresh_token"},
    {post, "/v1/authmanager/authorize/internal/refreshToken/:appid", open_to_all,
     refresh_token_internal, auth_silent, plain_style, optional_json, bad_field, false,
     "refresh_token_internal"},
    {del, "/v1/authmanager/logout/user", open_to_all, log_out_user, auth_silent, plain_style, none,
     bad_field, false, "logout_user"},
    {get, "/v1/authmanager/roles/:appid", any_token, list_roles, auth_silent, plain_style, none,
     bad_field, false, "user_roles"},
    {post, "/v1/authmanager/userdetails/:appid", user_detail_roles, user_details, auth_silent,
     plain_style, json, bad_field, false, "user_details"},
    {post, "/v1/authmanager/userdetail/regid/:appid", user_detail_roles, detailed_users,
     auth_silent, plain_style, json, bad_field, false, "user_details_long"},
    {get, "/v1/authmanager/userdetails/:appid", user_detail_roles, find_users, auth_silent,
     plain_style, none, bad_field, false, "user_list"},
    {post, "/v1/authmanager/usersaltdetails/:appid", user_detail_roles, user_salts, auth_silent,
     plain_style, json, bad_field, false, "user_salts"},
    {get, "/v1/authmanager/rid/:appid/:userid", any_token, user_rid, auth_silent, plain_style, none,
     bad_field, false, "user_rid"},
    {get, "/v1/authmanager/individualId/:appid/:userid", any_token, user_individual_id, auth_silent,
     plain_style, none, bad_field, false, "user_individual_id"},
    {get, "/v1/authmanager/role/:appid/:userid", any_token, user_role, auth_silent, plain_style,
     none, bad_field, false, "user_role"},
    {get, "/v1/authmanager/validate/:appid/:userid", any_token, user_standing, auth_silent,
     plain_style, none, bad_field, false, "user_standing"},
    {get, "/v1/authmanager/username/:appid/:mobilenumber", any_token, name_by_mobile, auth_silent,
     plain_style, none, bad_field, false, "user_name_by_mobile"},
    {get, "/v1/authmanager/userdetail/:appid/:mobilenumber", any_token, detail_by_mobile,
     auth_silent, plain_style, none, bad_field, false, "user_detail_by_mobile"},
    {get, "/v1/authmanager/unblock/:appid/:userid", any_token, unblock_account, auth_silent,
     plain_style, none, bad_field, false, "user_unblock"},
    {post, "/v1/authmanager/changepassword/:appid", any_token, change_account_password, auth_silent,
     plain_style, json, bad_field, false, "user_changepassword"},
    {post, "/v1/authmanager/resetpassword/:appid", any_token, reset_account_password, auth_silent,
     plain_style, json, bad_field, false, "user_resetpassword"},
    {post, "/v1/authmanager/user", any_token, add_account, auth_silent, plain_style, json,
     bad_field, false, "user_add"},
    {post, "/v1/authmanager/user/addpassword", any_token, add_account_password, auth_silent,
     plain_style, json, bad_field, false, "user_addpassword"},

    {post, "/preregistration/v1/login/sendOtp", open_to_all, send_prereg_code, prereg_silent,
     prereg_send_style, json, prereg_bad, false, "prereg_send_otp"},
    {post, "/preregistration/v1/login/sendOtp/langcode", open_to_all, send_prereg_code_in_language,
     prereg_silent, prereg_send_style, json, prereg_bad, false, "prereg_send_otp"},
    {post, "/preregistration/v1/login/validateOtp", open_to_all, sign_in_at_prereg, prereg_silent,
     prereg_validate_style, json, prereg_bad, false, "prereg_validate_otp"},
    {post, "/preregistration/v1/login/invalidateToken", open_to_all, sign_out_of_prereg,
     prereg_silent, prereg_invalidate_style, none, prereg_bad, false, "prereg_invalidate_token"},
    {get, "/preregistration/v1/login/config", open_to_all, prereg_ui_config, prereg_silent,
     prereg_config_style, none, prereg_bad, false, "prereg_config"},
    {get, "/preregistration/v1/login/refreshconfig", prereg_refresh_roles, refresh_prereg_config,
     prereg_silent, prereg_config_style, none, prereg_bad, true, "prereg_refresh_config"},

    {post, "/preregistration/v1/applications", application_create_roles, create_application,
     prereg_silent, application_create_style, json, Errc::prereg_json, false, "application_create"},
    {get, "/preregistration/v1/applications", application_read_roles, list_applications,
     prereg_silent, application_list_style, none, prereg_bad, false, "application_list"},
    {put, "/preregistration/v1/applications/:preRegistrationId", application_change_roles,
     change_application, prereg_silent, application_update_style, json, Errc::prereg_json, false,
     "application_update"},
    {get, "/preregistration/v1/applications/:preRegistrationId", application_read_roles,
     read_application, prereg_silent, application_read_style, none, prereg_bad, false,
     "application_read"},
    {del, "/preregistration/v1/applications/:preRegistrationId", application_discard_roles,
     discard_application, prereg_silent, application_discard_style, none, prereg_bad, false,
     "application_discard"},
    {get, "/preregistration/v1/applications/status/:preRegistrationId", application_status_roles,
     application_status, prereg_silent, application_status_style, none, prereg_bad, false,
     "application_status"},
    {put, "/preregistration/v1/applications/status/:preRegistrationId",
     application_set_status_roles, set_application_status, prereg_silent,
     application_set_status_style, none, prereg_bad, false, "application_set_status"},
    {get, "/preregistration/v1/applications/info/:preRegistrationId", application_read_roles,
     application_info, prereg_silent, application_info_style, none, prereg_bad, false,
     "application_info"},
    {post, "/preregistration/v1/applications/updatedTime", application_times_roles,
     application_times, prereg_silent, application_times_style, json, Errc::prereg_json, false,
     "application_times"},
    {post, "/preregistration/v1/applications/prereg", application_create_roles, create_application,
     prereg_silent, application_create_style, json, Errc::prereg_json, false, "application_create"},
    {get, "/preregistration/v1/applications/prereg", application_read_roles, list_applications,
     prereg_silent, application_list_style, none, prereg_bad, false, "application_list"},
    {put, "/preregistration/v1/applications/prereg/:preRegistrationId", application_change_roles,
     change_application, prereg_silent, application_update_style, json, Errc::prereg_json, false,
     "application_update"},
    {get, "/preregistration/v1/applications/prereg/:preRegistrationId", application_read_roles,
     read_application, prereg_silent, application_read_style, none, prereg_bad, false,
     "application_read"},
    {del, "/preregistration/v1/applications/prereg/:preRegistrationId", application_discard_roles,
     discard_application, prereg_silent, application_discard_style, none, prereg_bad, false,
     "application_discard"},
    {get, "/preregistration/v1/applications/prereg/status/:preRegistrationId",
     application_status_roles, application_status, prereg_silent, application_status_style, none,
     prereg_bad, false, "application_status"},
    {put, "/preregistration/v1/applications/prereg/status/:preRegistrationId",
     application_set_status_roles, set_application_status, prereg_silent,
     application_set_status_style, none, prereg_bad, false, "application_set_status"},
    {get, "/preregistration/v1/applications/prereg/info/:preRegistrationId", application_read_roles,
     application_info, prereg_silent, application_info_style, none, prereg_bad, false,
     "application_info"},
    {post, "/preregistration/v1/applications/prereg/updatedTime", application_times_roles,
     application_times, prereg_silent, application_times_style, json, Errc::prereg_json, false,
     "application_times"},
    // The portal reads master data through pre-registration (devices sheet B.11).
    {get, "/preregistration/v1/proxy/masterdata/languages", any_token, list_languages,
     device_silent, plain_style, none, device_bad, false, "languages"},
    {get, "/preregistration/v1/proxy/masterdata/gendertypes", any_token, list_genders,
     device_silent, plain_style, none, device_bad, false, "genders"},
    {get, "/preregistration/v1/proxy/masterdata/gendertypes/:langcode", any_token, list_genders,
     device_silent, plain_style, none, device_bad, false, "genders"},
    {get, "/preregistration/v1/proxy/masterdata/gendertypes/validate/:gendername", any_token,
     validate_gender, device_silent, plain_style, none, device_bad, false, "gender_validate"},
    {get, "/preregistration/v1/proxy/masterdata/individualtypes", any_token, list_individual_types,
     device_silent, plain_style, none, device_bad, false, "individual_types"},
    {get, "/preregistration/v1/proxy/masterdata/locations/:langcode", any_token,
     list_location_levels, device_silent, plain_style, none, device_bad, false, "location_levels"},
    {get, "/preregistration/v1/proxy/masterdata/locationHierarchyLevels/:langcode", any_token,
     list_hierarchy_levels, device_silent, plain_style, none, device_bad, false, "location_levels"},
    {get, "/preregistration/v1/proxy/masterdata/locations/:locationcode/:langcode", any_token,
     list_location_tree, device_silent, plain_style, none, device_bad, false, "location_tree"},
    {get,
     "/preregistration/v1/proxy/masterdata/locations/immediatechildren/:locationcode/:langcode",
     any_token, list_location_children, device_silent, plain_style, none, device_bad, false,
     "location_children"},
    {get, "/preregistration/v1/proxy/masterdata/locations/locationhierarchy/:hierarchyname",
     any_token, list_locations_of_level, device_silent, plain_style, none, device_bad, false,
     "locations_of_level"},
    {get, "/preregistration/v1/proxy/masterdata/locations/validate/:locationname", any_token,
     validate_location, device_silent, plain_style, none, device_bad, false, "location_validate"},
    {get, "/preregistration/v1/proxy/masterdata/validdocuments/:langcode", any_token,
     list_valid_documents, device_silent, plain_style, none, device_bad, false, "valid_documents"},
    {get, "/preregistration/v1/proxy/masterdata/documentcategories", any_token,
     list_document_categories, device_silent, plain_style, none, device_bad, false,
     "document_categories"},
    {get, "/preregistration/v1/proxy/masterdata/documentcategories/:langcode", any_token,
     list_document_categories, device_silent, plain_style, none, device_bad, false,
     "document_categories"},
    {get, "/preregistration/v1/proxy/masterdata/documentcategories/:code/:langcode", any_token,
     read_document_category, device_silent, plain_style, none, device_bad, false,
     "document_category"},
    {get, "/preregistration/v1/proxy/masterdata/documenttypes/:documentcategorycode/:langcode",
     any_token, list_document_types, device_silent, plain_style, none, device_bad, false,
     "document_types"},
    {post, "/preregistration/v1/documents/:preRegistrationId", document_add_roles, add_document,
     prereg_silent, document_upload_style, opaque, Errc::document_json, false, "document_upload"},
    {put, "/preregistration/v1/documents/:preRegistrationId", document_add_roles, copy_document,
     prereg_silent, document_copy_style, none, prereg_bad, false, "document_copy"},
    {put, "/preregistration/v1/documents/document/:documentId", document_add_roles,
     set_document_reference, prereg_silent, document_reference_style, none, prereg_bad, false,
     "document_reference"},
    {get, "/preregistration/v1/documents/preregistration/:preRegistrationId", document_read_roles,
     list_documents, prereg_silent, document_list_style, none, prereg_bad, false, "document_list"},
    {del, "/preregistration/v1/documents/preregistration/:preRegistrationId", document_drop_roles,
     drop_documents, prereg_silent, document_drop_all_style, none, prereg_bad, false,
     "document_drop_all"},
    {get, "/preregistration/v1/documents/:documentId", document_read_roles, read_document,
     prereg_silent, document_read_style, none, prereg_bad, false, "document_read"},
    {del, "/preregistration/v1/documents/:documentId", document_drop_roles, drop_document,
     prereg_silent, document_drop_style, none, prereg_bad, false, "document_drop"},

    {get, "/v1/admin/security/authfactors/:userid", open_to_all, auth_factors, admin_silent,
     factors_style, none, admin_bad, false, "admin_authfactors"},
    {post, "/v1/admin/login", open_to_all, log_in_admin, admin_silent, admin_login_style, json,
     admin_bad, false, "admin_login"},
    {post, "/v1/admin/logout", open_to_all, log_out_admin, admin_silent, admin_logout_style,
     optional_json, admin_bad, false, "admin_logout"},
    {post, "/v1/admin/sendotp", open_to_all, admin_send_otp, admin_silent, admin_sendotp_style,
     json, admin_bad, false, "admin_sendotp"},
    {post, "/v1/admin/sendOTP", open_to_all, admin_send_otp_of_reference, admin_silent,
     admin_sendotp_style, json, admin_bad, false, "admin_sendotp"},
    {post, "/v1/admin/useridOTP", open_to_all, admin_sign_in_code, admin_silent, admin_code_style,
     json, admin_bad, false, "admin_useridOTP"},
    {post, "/v1.0/admin/useridOTP", open_to_all, admin_sign_in_code, admin_silent, admin_code_style,
     json, admin_bad, false, "admin_useridOTP"},
    {post, "/v1/admin/validateOTP", open_to_all, admin_sign_in_code, admin_silent, admin_code_style,
     json, admin_bad, false, "admin_useridOTP"},
    {get, "/v1/admin/authorize/admin/validateToken", open_to_all, validate_token_of_admin,
     admin_silent, plain_style, none, admin_bad, false, "admin_validate_token"},
    {get, "/v1/admin/roles", any_token, required_roles, admin_silent, plain_style, none, admin_bad,
     false, "admin_roles"},
    {get, "/v1/admin/mastercards", card_roles, master_cards, admin_silent, cards_style, none,
     admin_bad, false, "admin_mastercards"},
    {get, "/v1/admin/mastercards/:languagecode", card_roles, master_cards, admin_silent,
     cards_style, none, admin_bad, false, "admin_mastercards"},
    {get, "/v1/admin/unblockuser", any_token, unblock_user, admin_silent, unblock_style, none,
     admin_bad, false, "admin_unblock"},
    {get, "/v1/admin/accountmanagement/unblockaccount/:userid", any_token, unblock_user,
     admin_silent, unblock_style, none, admin_bad, false, "admin_unblock"},
    {get, "/v1/admin/uinmgmt/status/:uin", uin_status_roles, uin_status, admin_silent,
     uin_status_style, none, admin_bad, false, "admin_uin_status"},
    {get, "/v1/admin/uin/detail/:uin", uin_status_roles, uin_status, admin_silent, uin_status_style,
     none, admin_bad, false, "admin_uin_status"},
    {get, "/v1/admin/actmgmt/username/:mobilenumber", any_token, user_name_by_mobile, admin_silent,
     user_name_style, none, admin_bad, false, "admin_username"},
    {get, "/v1/admin/accountmanagement/username/:mobilenumber", any_token,
     user_name_by_mobile_of_reference, admin_silent, user_name_style, none, admin_bad, false,
     "admin_username"},
    {get, "/v1/admin/username/:mobilenumber", any_token, user_name_by_mobile_of_reference,
     admin_silent, user_name_style, none, admin_bad, false, "admin_username"},
    {post, "/v1/admin/usermgmt/register", open_to_all, register_user, admin_silent, register_style,
     json, admin_bad, false, "admin_register"},
    {post, "/v1/admin/usermgmt/rid", open_to_all, register_rid, admin_silent, register_rid_style,
     json, admin_bad, false, "admin_rid"},
    {post, "/v1/admin/usermgmt/password", open_to_all, set_first_password, admin_silent,
     first_password_style, json, admin_bad, false, "admin_password"},
    {post, "/v1/admin/changepassword", open_to_all, change_password, admin_silent, change_style,
     json, admin_bad, false, "admin_changepassword"},
    {post, "/v1/admin/accountmanagement/changepassword", open_to_all, change_password_of_reference,
     admin_silent, change_style, json, admin_bad, false, "admin_changepassword"},
    {post, "/v1/admin/resetpassword", open_to_all, reset_password, admin_silent, reset_style, json,
     admin_bad, false, "admin_resetpassword"},
    {post, "/v1/admin/accountmanagement/resetpassword", open_to_all, reset_password_of_reference,
     admin_silent, reset_style, json, admin_bad, false, "admin_resetpassword"},

    {get, "/.well-known/openid-configuration", open_to_all, discovery, auth_silent, plain_style,
     none, bad_field, false, "oidc_discovery"},
    {get, "/auth/realms/:realm/.well-known/openid-configuration", open_to_all, discovery,
     auth_silent, plain_style, none, bad_field, false, "oidc_discovery"},
    {get, "/.well-known/jwks.json", open_to_all, certs, auth_silent, plain_style, none, bad_field,
     false, "oidc_certs"},
    {get, "/auth/realms/:realm/protocol/openid-connect/certs", open_to_all, certs, auth_silent,
     plain_style, none, bad_field, false, "oidc_certs"},
    {post, "/auth/realms/:realm/protocol/openid-connect/token", open_to_all, token, auth_silent,
     plain_style, opaque, bad_field, false, "oidc_token"},
    {get, "/auth/realms/:realm/protocol/openid-connect/userinfo", open_to_all, userinfo,
     auth_silent, plain_style, none, bad_field, false, "oidc_userinfo"},
    {post, "/auth/realms/:realm/protocol/openid-connect/userinfo", open_to_all, userinfo,
     auth_silent, plain_style, opaque, bad_field, false, "oidc_userinfo"},
    {get, "/auth/realms/:realm/protocol/openid-connect/logout", open_to_all, issuer_logout,
     auth_silent, plain_style, none, bad_field, false, "oidc_logout"},
    {post, "/auth/realms/:realm/protocol/openid-connect/logout", open_to_all, issuer_logout,
     auth_silent, plain_style, opaque, bad_field, false, "oidc_logout"},
};
}  // namespace

std::span<const Route> routes() { return table; }
}  // namespace http
